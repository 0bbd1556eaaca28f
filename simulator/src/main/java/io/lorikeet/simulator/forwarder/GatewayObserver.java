package io.lorikeet.simulator.forwarder;

import java.net.InetSocketAddress;

/** Who wants to know what becomes of packets. Called on the loop. */
@FunctionalInterface
public interface GatewayObserver {

  /**
   * A packet was taken by the network.
   *
   * @param server that sent the PUSH_ACK
   */
  void onAcknowledged(Reception reception, InetSocketAddress server);

  /** A PULL_RESP was received. */
  default void onPullResp(Txpk request) {}

  /** A packet goes on the air. */
  default void onEmission(Emission emission) {}

  /** Nobody. */
  static GatewayObserver none() {
    return (reception, server) -> {};
  }
}
