package io.lorikeet.node.chaos;

import io.lorikeet.node.local.NodeAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The wires between nodes, and to the store, that can be cut and be slow. Nodes tell each other the
 * address of the wire to them; who talks shows in the address it comes from, 127.0.1.N.
 */
final class Wires implements AutoCloseable {

  private static final String SOURCE = "127.0.1.";

  private final Map<Integer, Integer> bindPorts = new HashMap<>();
  private final List<Wire> between = new ArrayList<>();
  private final Wire store;
  private volatile OptionalInt parted = OptionalInt.empty();

  /**
   * @param nodes node 1 first; the wires listen where other nodes look for these
   */
  Wires(List<NodeAddresses> nodes) throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      int number = i + 1;
      int bindPort = NodeAddresses.free().remoting();
      bindPorts.put(number, bindPort);
      var wire =
          new Wire(
              new InetSocketAddress(nodes.get(i).host(), nodes.get(i).remoting()),
              from -> isCut(from, number));
      wire.leadTo(new InetSocketAddress(nodes.get(i).host(), bindPort));
      between.add(wire);
    }
    store = new Wire(new InetSocketAddress("127.0.0.1", 0), from -> false);
  }

  /** What a node must be told so that it uses the wires. */
  List<String> javaOptions(int number) {
    return List.of(
        "-Dakka.remote.artery.bind.hostname=127.0.0.1",
        "-Dakka.remote.artery.bind.port=" + bindPorts.get(number),
        "-Dakka.remote.artery.advanced.tcp.outbound-client-hostname=" + SOURCE + number,
        "-Dlorikeet.persistence.external.contact-points=127.0.0.1:" + store.port());
  }

  /** Where the wire to the store ends; before that its connections wait. */
  void storeIs(InetSocketAddress address) {
    store.leadTo(address);
  }

  /** Parts a node from all others. */
  void cut(int node) {
    parted = OptionalInt.of(node);
  }

  void mend() {
    parted = OptionalInt.empty();
  }

  /** Keeps every answer of the store back for so long. */
  void slowStore(Duration delay) {
    store.delayAnswers(delay);
  }

  private boolean isCut(InetAddress from, int to) {
    var node = parted;
    boolean fromIt = from.getHostAddress().equals(SOURCE + node.orElse(0));
    return node.isPresent() && (fromIt || node.getAsInt() == to);
  }

  @Override
  public void close() throws IOException {
    for (var wire : between) {
      wire.close();
    }
    store.close();
  }
}
