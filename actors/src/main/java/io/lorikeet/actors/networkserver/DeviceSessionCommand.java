package io.lorikeet.actors.networkserver;

import akka.Done;
import akka.actor.typed.ActorRef;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.LeftOut;
import io.lorikeet.actors.Repeated;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.RootKeyUse;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be asked of a {@link DeviceSession}. */
public interface DeviceSessionCommand extends CborSerializable {

  /**
   * Makes the network serve a device, or changes how. Refused when another application has
   * registered this DevEUI.
   *
   * @param abp its session, for a device that does not join; a session that is the same as before
   *     keeps its counters
   */
  record Provision(
      DeviceProfile profile, Optional<AbpSession> abp, Instant at, ActorRef<Provisioned> replyTo)
      implements DeviceSessionCommand {}

  /**
   * @param nwkSKey FNwkSIntKey in LoRaWAN 1.1
   * @param keys11 further keys of 1.1
   * @param appKeyId names the AppSKey without telling it
   */
  record AbpSession(
      DevAddr devAddr, Aes128Key nwkSKey, Optional<NetworkKeys11> keys11, Optional<String> appKeyId)
      implements CborSerializable {}

  enum ProvisionOutcome {
    DONE,
    TAKEN,
    /** No more devices fit on this DevAddr. */
    DEV_ADDR_FULL,
    /** The store or another entity does not answer now. */
    UNAVAILABLE
  }

  /**
   * @param rootKeys what root keys of this DevEUI were used for by those who had registered it
   *     before
   */
  record Provisioned(ProvisionOutcome outcome, List<RootKeyUse> rootKeys)
      implements CborSerializable {

    static Provisioned of(ProvisionOutcome outcome) {
      return new Provisioned(outcome, List.of());
    }
  }

  /**
   * Forgets the device, when {@code owner} is the one that registered it.
   *
   * @param rootKeys what its root keys were used for: the next registration is told
   */
  record Release(EndDeviceId owner, List<RootKeyUse> rootKeys, ActorRef<Provisioned> replyTo)
      implements DeviceSessionCommand {}

  /**
   * A frame whose DevAddr this device uses; perhaps it is another device's.
   *
   * @param after the window of the last older frame about which this device was asked and has not
   *     answered: this one is not to go before it. Missing in what older nodes send
   */
  record HandleUplink(
      long windowId, DeduplicatedUplink uplink, OptionalLong after, ActorRef<Verdict> replyTo)
      implements DeviceSessionCommand, Repeated {

    public HandleUplink {
      after = after == null ? OptionalLong.empty() : after;
    }

    /** No older frame is open. */
    public HandleUplink(long windowId, DeduplicatedUplink uplink, ActorRef<Verdict> replyTo) {
      this(windowId, uplink, OptionalLong.empty(), replyTo);
    }
  }

  /** A join-request or rejoin-request with this device's DevEUI. */
  record HandleJoin(long windowId, DeduplicatedUplink uplink, ActorRef<Verdict> replyTo)
      implements DeviceSessionCommand {}

  /**
   * A downlink waits for a device that listens without having sent.
   *
   * @param owner who has it
   * @param gateways whether gateways were chosen for it; without, the network sends only to devices
   *     it has heard
   */
  record CallForDownlink(EndDeviceId owner, boolean gateways) implements DeviceSessionCommand {}

  /** Which gateways heard the device last. */
  record GetReceptions(ActorRef<LastReceptions> replyTo) implements DeviceSessionCommand {}

  /** The answer to {@link GetReceptions}, best first; empty if the device was not heard. */
  record LastReceptions(List<Reception> receptions) implements CborSerializable {

    public LastReceptions {
      receptions = List.copyOf(receptions);
    }
  }

  /**
   * Has the device ask for new keys, as LoRaWAN 1.1 knows it.
   *
   * @param request ForceRejoinReq, encoded
   */
  record WantRejoin(Payload request, ActorRef<RejoinAnswer> replyTo)
      implements DeviceSessionCommand {}

  /** The answer to {@link WantRejoin}. */
  record RejoinAnswer(RejoinOutcome outcome) implements CborSerializable {}

  enum RejoinOutcome {
    /** It is told after its next uplink, and after the two following ones if it does nothing. */
    ACCEPTED,
    /** It has no session. */
    NOT_JOINED,
    /** Its session is one of LoRaWAN 1.0.x. */
    UNSUPPORTED
  }

  record GetSession(ActorRef<SessionAnswer> replyTo) implements DeviceSessionCommand {}

  record SessionAnswer(Optional<SessionDetails> session) implements CborSerializable {}

  /**
   * Leaves out counters that may have been used already; see {@code AfterRestore}. Those left out
   * for the same restore before count.
   */
  record SkipCounters(LeftOut wanted, ActorRef<Done> replyTo) implements DeviceSessionCommand {}

  /** Leaves this node; what is worth remembering is stored first. */
  record Stop() implements DeviceSessionCommand {}
}
