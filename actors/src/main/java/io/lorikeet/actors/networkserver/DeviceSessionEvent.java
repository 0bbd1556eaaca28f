package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What happened to a device at its network side. Stored for ever: add components only. */
public sealed interface DeviceSessionEvent extends CborSerializable {

  record ProfileSet(DeviceProfile profile) implements DeviceSessionEvent {}

  /** The session of a device that does not join. */
  record SessionPersonalized(DevAddr devAddr, Aes128Key nwkSKey, Instant startedAt)
      implements DeviceSessionEvent {}

  /** A join was accepted; the session before lives until the first frame of this one. */
  record SessionJoined(DevAddr devAddr, Aes128Key nwkSKey, Instant startedAt)
      implements DeviceSessionEvent {}

  /**
   * A counter is used up. The frame stays here until the application's log has it.
   *
   * @param logged which of the frames that stayed here the log has by now
   */
  record UplinkAccepted(
      String uplinkId, DevAddr devAddr, long fCnt, DeduplicatedUplink uplink, Set<String> logged)
      implements DeviceSessionEvent {

    public UplinkAccepted {
      logged = Set.copyOf(logged);
    }
  }

  /** The log has these frames. */
  record UplinksLogged(Set<String> logged) implements DeviceSessionEvent {

    public UplinksLogged {
      logged = Set.copyOf(logged);
    }
  }

  /**
   * A downlink counter is used up; the frame is made after this.
   *
   * @param downlinkId the application's downlink in it, if there is one
   */
  record DownlinkPrepared(long fCnt, Optional<String> downlinkId, Instant at)
      implements DeviceSessionEvent {}

  record Released() implements DeviceSessionEvent {}
}
