package io.lorikeet.node.chaos;

import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A gateway behind a balancer that asks nodes for their health: it talks to its own node while that
 * is ready, and else to the next one that is.
 */
final class MovingGateway {

  private final SimulatedGateway gateway;
  private final List<InetSocketAddress> nodes;
  private final int home;
  private int current;

  /**
   * @param nodes where each node takes gateways
   * @param home index of the gateway's own node, which it talks to now
   */
  MovingGateway(SimulatedGateway gateway, List<InetSocketAddress> nodes, int home) {
    this.gateway = gateway;
    this.nodes = List.copyOf(nodes);
    this.home = home;
    this.current = home;
  }

  SimulatedGateway gateway() {
    return gateway;
  }

  /** Moves if it must or may. */
  void look(boolean[] ready) {
    for (int i = 0; i < nodes.size(); i++) {
      int candidate = (home + i) % nodes.size();
      if (ready[candidate]) {
        if (candidate != current) {
          current = candidate;
          gateway.connectTo(nodes.get(candidate));
        }
        return;
      }
    }
  }
}
