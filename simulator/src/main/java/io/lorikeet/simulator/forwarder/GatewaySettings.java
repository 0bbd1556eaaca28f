package io.lorikeet.simulator.forwarder;

import io.lorikeet.protocol.id.GatewayEui;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How one simulated gateway behaves.
 *
 * @param server where the network listens
 * @param twoSockets one for each direction, as the reference programs have; otherwise one for both
 * @param keepalive time between two PULL_DATA
 * @param statInterval time between two status messages
 */
public record GatewaySettings(
    GatewayEui eui,
    InetSocketAddress server,
    ForwarderModel model,
    boolean twoSockets,
    ConcentratorClock clock,
    Duration keepalive,
    Duration statInterval) {

  /** As the sample configurations of the reference programs have it. */
  public static GatewaySettings of(GatewayEui eui, InetSocketAddress server) {
    return new GatewaySettings(
        eui,
        server,
        ForwarderModel.SX1302,
        true,
        new ConcentratorClock(0, 0),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30));
  }

  public GatewaySettings withClock(ConcentratorClock other) {
    return new GatewaySettings(eui, server, model, twoSockets, other, keepalive, statInterval);
  }

  public GatewaySettings withModel(ForwarderModel other) {
    return new GatewaySettings(eui, server, other, twoSockets, clock, keepalive, statInterval);
  }

  public GatewaySettings withKeepalive(Duration other) {
    return new GatewaySettings(eui, server, model, twoSockets, clock, other, statInterval);
  }
}
