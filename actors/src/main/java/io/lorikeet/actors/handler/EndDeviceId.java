package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;

/** A device as its application names it. */
public record EndDeviceId(String applicationId, String deviceId) implements CborSerializable {

  private static final char SEPARATOR = '/';

  public EndDeviceId {
    applicationId = applicationId.intern(); // one for all its devices
  }

  /** The id of its entity; neither part contains the separator. */
  public String entityId() {
    return applicationId + SEPARATOR + deviceId;
  }

  public static EndDeviceId ofEntityId(String entityId) {
    var separator = entityId.indexOf(SEPARATOR);
    return new EndDeviceId(entityId.substring(0, separator), entityId.substring(separator + 1));
  }

  @Override
  public String toString() {
    return applicationId + "/" + deviceId;
  }
}
