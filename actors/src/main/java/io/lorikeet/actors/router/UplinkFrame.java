package io.lorikeet.actors.router;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.Payload;

/**
 * One copy of a frame, as one gateway heard it. The connection that received it keeps it until its
 * outcome is known, and sends it again under the same {@code receptionId} when no answer comes.
 *
 * @param receptionId unique within the connection
 * @param phy the PHYPayload
 */
public record UplinkFrame(
    long receptionId, Payload phy, Radio radio, Reception reception, ActorRef<Settled> replyTo)
    implements CborSerializable {

  /** Tells whoever holds this copy what became of it. */
  public void settle(Outcome outcome) {
    replyTo.tell(new Settled(receptionId, outcome));
  }

  /** The end of a copy's way: whoever holds it may forget it. */
  public record Settled(long receptionId, Outcome outcome) implements CborSerializable {}

  /** What became of a frame; the name in lower case is the metric's label. */
  public enum Outcome {
    /** In the application's log. */
    DELIVERED,
    /** A join-request that was answered. */
    JOINED,
    /** Heard again: by a further gateway, or a retransmission that was answered again. */
    REPEATED,
    /** Nobody here has this DevAddr or DevEUI. */
    UNKNOWN_DEVICE,
    /** No device with this address signed it. */
    BAD_MIC,
    /** A counter value that is not newer than the last one. */
    REPLAYED,
    /** A counter value too far ahead of the last one. */
    COUNTER_GAP,
    /** A DevNonce that was used before. */
    DEV_NONCE_REUSED,
    /** A frame type or a content that this network does not serve. */
    UNSUPPORTED,
    /** The queue of the entity is full; the device or its neighbours send too much. */
    OVERLOADED
  }
}
