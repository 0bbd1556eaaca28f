package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.handler.RootKeyUse;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What happened to a device at its network side. Stored for ever: add components only. */
public sealed interface DeviceSessionEvent extends CborSerializable {

  /**
   * @param appKeyId what encrypts from now on in the session that goes on, one way from the
   *     AppSKey; empty if another session follows, or if the event is from before that was stored
   */
  record ProfileSet(DeviceProfile profile, Optional<String> appKeyId)
      implements DeviceSessionEvent {}

  /**
   * The session of a device that does not join.
   *
   * @param keys11 further keys of LoRaWAN 1.1
   * @param radio what the device uses at the start; empty if the event is from before that was
   *     stored
   * @param appKeyId one way from its AppSKey; empty likewise
   */
  record SessionPersonalized(
      DevAddr devAddr,
      Aes128Key nwkSKey,
      Instant startedAt,
      Optional<NetworkKeys11> keys11,
      Optional<MacParameters> radio,
      Optional<String> appKeyId)
      implements DeviceSessionEvent {}

  /**
   * A join or rejoin was accepted; the session before lives until the first frame of this one.
   *
   * @param keys11 further keys of LoRaWAN 1.1
   * @param rejoinType 0, 1 or 2 after a rejoin-request; a device keeps its radio parameters with 2,
   *     and forgets them otherwise
   * @param radio what the device uses from now on; empty if it keeps it, or if the event is from
   *     before that was stored
   */
  record SessionJoined(
      DevAddr devAddr,
      Aes128Key nwkSKey,
      Instant startedAt,
      Optional<NetworkKeys11> keys11,
      OptionalInt rejoinType,
      Optional<MacParameters> radio)
      implements DeviceSessionEvent {}

  /** A rejoin-request of type 0 or 2 has used up its RJcount0 in the session of this address. */
  record RejoinCounted(DevAddr devAddr, int rjCount0) implements DeviceSessionEvent {}

  /**
   * A counter is used up. The frame stays here until the application's log has it.
   *
   * @param logged which of the frames that stayed here the log has by now
   * @param mac the state of the negotiation, if the frame has changed it
   * @param counterWidth how much of {@code fCnt} the device has signed and encrypted the frame with
   */
  record UplinkAccepted(
      String uplinkId,
      DevAddr devAddr,
      long fCnt,
      DeduplicatedUplink uplink,
      Set<String> logged,
      Optional<MacState> mac,
      CounterWidth counterWidth)
      implements DeviceSessionEvent {

    public UplinkAccepted {
      logged = Set.copyOf(logged);
      // Null before it was stored.
      counterWidth = counterWidth == null ? CounterWidth.BITS_32 : counterWidth;
    }

    /** The frame alone, as it is kept. */
    UplinkAccepted frame() {
      return mac.isEmpty()
          ? this
          : new UplinkAccepted(
              uplinkId, devAddr, fCnt, uplink, logged, Optional.empty(), counterWidth);
    }
  }

  /**
   * A counter is used up that is lower than another one: the frame was heard before that one's, and
   * had to wait elsewhere.
   */
  record LateUplinkAccepted(UplinkAccepted uplink) implements DeviceSessionEvent {}

  /** The log has these frames. */
  record UplinksLogged(Set<String> logged) implements DeviceSessionEvent {

    public UplinksLogged {
      logged = Set.copyOf(logged);
    }
  }

  /**
   * A downlink counter is used up; the frame is made after this.
   *
   * @param fCnt in LoRaWAN 1.1 AFCntDown if there is a downlink in it, and NFCntDown if not
   * @param downlinkId the application's downlink in it, if there is one
   * @param confirmed whether the device is to acknowledge it
   * @param mac the state of the negotiation, if the device is asked something
   */
  record DownlinkPrepared(
      long fCnt, Optional<String> downlinkId, Instant at, boolean confirmed, Optional<MacState> mac)
      implements DeviceSessionEvent {}

  /**
   * The store is an old copy: so many counters of downlinks may have been used since, and are left
   * out; for 1.0.x as for 1.1, and for what is remembered of former sessions.
   *
   * @param restore names the restore; empty before it was stored
   */
  record CountersSkipped(int by, String restore) implements DeviceSessionEvent {

    public CountersSkipped {
      restore = restore == null ? "" : restore;
    }

    LeftOut leftOut() {
      return new LeftOut(restore, by);
    }
  }

  /**
   * The operator wants the device to ask for new keys.
   *
   * @param request ForceRejoinReq, encoded
   */
  record RejoinWanted(Payload request) implements DeviceSessionEvent {}

  /**
   * The device was deleted.
   *
   * @param rootKeys what its root keys were used for
   */
  record Released(List<RootKeyUse> rootKeys) implements DeviceSessionEvent {

    public Released {
      rootKeys = rootKeys == null ? List.of() : List.copyOf(rootKeys); // before it was stored
    }
  }
}
