package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.CborSerializable;

/**
 * What the network asks of the connection to a gateway. The connection lives on the node that holds
 * the socket; {@code Gateway} knows its address.
 */
public interface GatewayConnection {

  /** Open, because each kind of connection has private messages too. */
  interface Command extends CborSerializable {}

  /**
   * Transmit this frame. Exactly one {@link Transmitted} answers, within a few seconds.
   *
   * @param replyTo hears what the gateway said
   */
  record Transmit(DownlinkFrame frame, ActorRef<Transmitted> replyTo) implements Command {}

  /** The gateway's entity is about to move, or stops: it must be told of the connection again. */
  record ConnectAgain() implements Command {}

  /**
   * The gateway's word on a frame, as another node has heard it; if nobody waits for it, it comes
   * back to that one.
   *
   * @param token which names the frame, in the protocol of the connection
   */
  record Acknowledged(int token, Result result) implements Command {}

  /** The gateway's word on a frame. */
  record Transmitted(long transmissionId, Result result) implements CborSerializable {}

  /** What gateways answer; the name in lower case is the metric's label. */
  enum Result {
    /** Accepted for transmission. */
    ACCEPTED,
    /** Accepted, with less power than asked for. */
    ACCEPTED_LESS_POWER,
    TOO_LATE,
    TOO_EARLY,
    COLLISION_PACKET,
    COLLISION_BEACON,
    FREQUENCY_UNSUPPORTED,
    POWER_UNSUPPORTED,
    GPS_UNLOCKED,
    REFUSED,
    /** No word came: it may or may not have been transmitted. */
    NO_ANSWER,
    /** The frame was never handed over. */
    NOT_CONNECTED;

    public boolean accepted() {
      return this == ACCEPTED || this == ACCEPTED_LESS_POWER;
    }
  }
}
