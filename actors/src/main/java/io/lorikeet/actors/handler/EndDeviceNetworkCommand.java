package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Repeated;
import io.lorikeet.actors.networkserver.DeviceProfile;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import java.time.Instant;
import java.util.Optional;

/** What the network side, {@code DeviceSession}, tells or asks the {@code EndDevice}. */
public sealed interface EndDeviceNetworkCommand extends EndDeviceCommand {

  /**
   * A frame whose counter is durable. Answered by {@link UplinkLogged} when the application's log
   * holds it, and by a {@link DownlinkOffer} if there is something to send back.
   *
   * @param uplinkId the same on every repetition
   * @param frame still encrypted
   * @param answer what the network can send back
   */
  record HandleUplink(
      String uplinkId, SessionFrame frame, Answer answer, ActorRef<NetworkReply> replyTo)
      implements EndDeviceNetworkCommand, Repeated {}

  /**
   * @param phy the PHYPayload, encrypted
   * @param fCnt its full counter, as the network counts
   * @param counterWidth how much of it the device has encrypted with
   */
  record SessionFrame(
      DevAddr devAddr,
      Payload phy,
      long fCnt,
      Instant receivedAt,
      UplinkRadio radio,
      CounterWidth counterWidth)
      implements CborSerializable {

    public SessionFrame {
      // Null from a node of the version before.
      counterWidth = counterWidth == null ? CounterWidth.BITS_32 : counterWidth;
    }
  }

  /**
   * @param nextFCntDown lowest counter that a downlink may use; in LoRaWAN 1.1 AFCntDown, which
   *     this side counts itself and the network as far as it has seen
   * @param maxPayload largest FRMPayload in bytes that the windows carry
   * @param acknowledged whether the uplink carried an ACK
   * @param respondBefore when an offer comes too late
   * @param listens whether the device listens now without having sent, in class B or C
   */
  record Answer(
      long nextFCntDown,
      int maxPayload,
      boolean acknowledged,
      Instant respondBefore,
      boolean listens)
      implements CborSerializable {

    /** To a device of class A. */
    public Answer(long nextFCntDown, int maxPayload, boolean acknowledged, Instant respondBefore) {
      this(nextFCntDown, maxPayload, acknowledged, respondBefore, false);
    }
  }

  /**
   * The device listens now, or soon, though it has not sent. Answered by a {@link DownlinkOffer}
   * that carries the opportunity's id, or by {@link NothingToOffer}.
   */
  record OfferDownlink(
      String opportunityId,
      DevAddr devAddr,
      Answer answer,
      Instant at,
      ActorRef<NetworkReply> replyTo)
      implements EndDeviceNetworkCommand {}

  /**
   * A join-request or rejoin-request for this device; the network has checked rejoin-requests of
   * type 0 and 2. Answered by {@link JoinAccepted} or {@link JoinRefused}.
   *
   * @param phy the request
   * @param accept what to put into the join-accept
   */
  record HandleJoin(
      Payload phy,
      JoinParameters accept,
      Instant receivedAt,
      UplinkRadio radio,
      ActorRef<NetworkReply> replyTo)
      implements EndDeviceNetworkCommand {}

  /**
   * @param devAddr of the new session
   * @param inUse of the session that the device has used last, and perhaps goes on to use
   */
  record JoinParameters(
      NetId netId,
      DevAddr devAddr,
      Optional<DevAddr> inUse,
      DeviceProfile.Settings settings,
      Payload cfList)
      implements CborSerializable {}

  /**
   * What became of a downlink that was offered.
   *
   * @param fCnt the counter it was offered with
   */
  record ReportDownlink(
      String downlinkId,
      long fCnt,
      DownlinkResult result,
      Optional<ApplicationMessage.Transmission> sent,
      Instant at)
      implements EndDeviceNetworkCommand {}

  enum DownlinkResult {
    SENT,
    /** Certainly not transmitted; {@code reason} is logged by the network side. */
    NOT_SENT,
    /** It may have been transmitted. */
    UNKNOWN
  }

  sealed interface NetworkReply extends CborSerializable {}

  record UplinkLogged(String uplinkId) implements NetworkReply {}

  /** The device is not sent anything now: nothing waits that may go. */
  record NothingToOffer(String opportunityId) implements NetworkReply {}

  /** The next downlink of the queue. */
  record DownlinkOffer(String uplinkId, DeviceDownlink downlink) implements NetworkReply {}

  /**
   * A downlink as the network sees it.
   *
   * @param fCnt the counter it is encrypted with
   * @param payload encrypted
   * @param more whether the queue holds more (FPending)
   * @param classBc which gateways transmit it and when, if the application has said
   */
  record DeviceDownlink(
      String downlinkId,
      long fCnt,
      int port,
      Payload payload,
      boolean confirmed,
      boolean more,
      Optional<ClassBc> classBc)
      implements CborSerializable {}

  /**
   * @param phy the join-accept, encrypted
   * @param nwkSKey for the network side; FNwkSIntKey in LoRaWAN 1.1
   * @param keys11 further keys of 1.1
   */
  record JoinAccepted(
      Payload phy,
      DevAddr devAddr,
      Aes128Key nwkSKey,
      Instant startedAt,
      Optional<NetworkKeys11> keys11)
      implements NetworkReply {}

  /**
   * @param devAddr that was to be given, which names the request
   */
  record JoinRefused(JoinRefusal reason, DevAddr devAddr) implements NetworkReply {}

  enum JoinRefusal {
    UNKNOWN_DEVICE,
    BAD_MIC,
    /** Or RJcount1. */
    DEV_NONCE_REUSED,
    JOIN_EUI_MISMATCH,
    /** All 2^24 JoinNonces of these root keys are used. */
    JOIN_NONCES_USED_UP
  }
}
