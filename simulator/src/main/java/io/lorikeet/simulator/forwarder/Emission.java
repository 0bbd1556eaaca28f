package io.lorikeet.simulator.forwarder;

import io.lorikeet.protocol.id.GatewayEui;

/**
 * A packet that a gateway put on the air, or is about to.
 *
 * @param startNanos simulated time
 * @param tmst the concentrator's counter at the start
 * @param powerDbm what was really set
 */
public record Emission(
    GatewayEui gateway,
    long startNanos,
    long tmst,
    long airtimeMicros,
    int powerDbm,
    Txpk request) {

  public long endNanos() {
    return startNanos + airtimeMicros * 1000;
  }
}
