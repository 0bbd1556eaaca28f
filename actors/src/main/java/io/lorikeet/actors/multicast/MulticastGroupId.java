package io.lorikeet.actors.multicast;

/** A group as its application names it. */
public record MulticastGroupId(String applicationId, String groupId) {

  private static final char SEPARATOR = '/';

  /** The id of its entity; neither part contains the separator. */
  public String entityId() {
    return applicationId + SEPARATOR + groupId;
  }

  public static MulticastGroupId ofEntityId(String entityId) {
    var separator = entityId.indexOf(SEPARATOR);
    return new MulticastGroupId(
        entityId.substring(0, separator), entityId.substring(separator + 1));
  }

  @Override
  public String toString() {
    return entityId();
  }
}
