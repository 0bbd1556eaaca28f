package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What happened to a device at its application side. Stored for ever: add components only. */
public sealed interface EndDeviceEvent extends CborSerializable {

  /**
   * @param past what root keys of this DevEUI were used for before
   */
  record DeviceRegistered(EndDeviceRegistration registration, Instant at, List<RootKeyUse> past)
      implements EndDeviceEvent {

    public DeviceRegistered {
      past = past == null ? List.of() : List.copyOf(past); // before it was stored
    }
  }

  record DeviceChanged(EndDeviceRegistration registration, Instant at) implements EndDeviceEvent {}

  record DeviceRemoved(Instant at) implements EndDeviceEvent {}

  /**
   * A DevNonce and a JoinNonce are used up, and a session begins with them.
   *
   * @param inUse address of the session that the device used until then, if it had one
   */
  record DeviceJoined(
      int devNonce,
      int joinNonce,
      DevAddr devAddr,
      Aes128Key appSKey,
      Instant at,
      UplinkRadio radio,
      Optional<DevAddr> inUse)
      implements EndDeviceEvent {}

  /**
   * An RJcount and a JoinNonce are used up, and a session begins with them.
   *
   * @param inUse address of the session that the device used until then
   */
  record DeviceRejoined(
      RejoinCount count,
      int joinNonce,
      DevAddr devAddr,
      Aes128Key appSKey,
      Instant at,
      UplinkRadio radio,
      Optional<DevAddr> inUse)
      implements EndDeviceEvent {}

  /**
   * @param type of rejoin-request, 0, 1 or 2
   * @param rjCount RJcount1 with type 1, else RJcount0
   */
  record RejoinCount(int type, int rjCount) implements CborSerializable {}

  /** The store is an old copy: so many JoinNonces may have been used since, and are left out. */
  record JoinNoncesSkipped(int by) implements EndDeviceEvent {}

  /** Downlinks go out in this session from now on: the device has begun to use it. */
  record SessionBegun(DevAddr devAddr) implements EndDeviceEvent {}

  record DownlinkQueued(DownlinkMessage message, Instant at) implements EndDeviceEvent {}

  /** The application has taken them back. */
  record DownlinksRemoved(Set<String> downlinkIds) implements EndDeviceEvent {
    public DownlinksRemoved {
      downlinkIds = Set.copyOf(downlinkIds);
    }
  }

  /** The downlink is encrypted with this counter, which no other downlink will get. */
  record DownlinkTaken(String downlinkId, long fCnt) implements EndDeviceEvent {}

  /** A gateway has it; a confirmed one stays until the device acknowledges it. */
  record DownlinkTransmitted(
      String downlinkId, ApplicationMessage.Transmission transmission, Instant at)
      implements EndDeviceEvent {}

  /** It was not transmitted, or not acknowledged: it waits for the next window. */
  record DownlinkReturned(String downlinkId) implements EndDeviceEvent {}

  record DownlinkConfirmed(String downlinkId, Instant at) implements EndDeviceEvent {}

  /** It has left the queue for good. */
  record DownlinkGivenUp(String downlinkId, String error, Instant at) implements EndDeviceEvent {}

  /** A join-request that the device signed was refused. */
  record JoinRejected(int devNonce, String error, Instant at) implements EndDeviceEvent {}

  /** The application's log has these messages. */
  record MessagesLogged(Set<String> ids) implements EndDeviceEvent {
    public MessagesLogged {
      ids = Set.copyOf(ids);
    }
  }
}
