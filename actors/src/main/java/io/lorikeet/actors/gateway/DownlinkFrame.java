package io.lorikeet.actors.gateway;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.Payload;
import java.time.Instant;

/**
 * A frame that a gateway is to transmit at one moment.
 *
 * @param transmissionId unique at the gateway; a repetition of the request carries the same
 * @param phy the PHYPayload
 * @param tmst when to start, on the concentrator's counter in microseconds, modulo 2^32
 * @param startsAt the same moment on this network's clock, for what must be done before
 * @param powerDbm EIRP
 * @param rfChain which of the concentrator's chains transmits
 * @param timing what sets the moment
 */
public record DownlinkFrame(
    long transmissionId,
    Payload phy,
    Radio radio,
    long tmst,
    Instant startsAt,
    int powerDbm,
    int rfChain,
    Timing timing)
    implements CborSerializable {

  public DownlinkFrame {
    timing = timing == null ? Timing.COUNTER : timing; // from a node that knows no other
  }

  /** What sets the moment of a transmission. */
  public enum Timing {
    /** The concentrator's counter. */
    COUNTER,
    /** {@code startsAt}, by the clock of the network: the gateway sends at once what it gets. */
    ARRIVAL,
    /** {@code startsAt}, by the gateway's GPS. */
    GPS
  }
}
