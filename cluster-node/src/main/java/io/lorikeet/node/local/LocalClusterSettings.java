package io.lorikeet.node.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a cluster on one machine consists of.
 *
 * @param data absolute; holds the store, and a directory and a log for each node
 * @param nodes where each of them listens; node 1 first
 * @param mqtt of the broker that all of them use
 * @param adminKey chosen by the operator; else one is generated on the first start
 * @param restart whether a node that ends by itself is started again
 * @param javaOptions for the process of the node with this number, further to those that it needs
 * @param brief for nodes that live minutes, as in tests: they start with less work
 * @param briefStore the same of the store
 */
public record LocalClusterSettings(
    Path data,
    List<NodeAddresses> nodes,
    Mqtt mqtt,
    Optional<String> adminKey,
    boolean restart,
    IntFunction<List<String>> javaOptions,
    boolean brief,
    boolean briefStore) {

  /** Where the broker listens. */
  public record Mqtt(String host, int port) {}

  public LocalClusterSettings {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("nodes: none (expected: at least one)");
    }
  }

  /** Nodes with the usual ports on addresses of their own. */
  public static LocalClusterSettings usual(
      Path data, int nodes, Optional<String> adminKey, boolean restart, List<String> javaOptions) {
    return new LocalClusterSettings(
        data.toAbsolutePath().normalize(),
        IntStream.rangeClosed(1, nodes).mapToObj(NodeAddresses::usual).toList(),
        new Mqtt("127.0.0.1", 1883),
        adminKey,
        restart,
        number -> javaOptions,
        false,
        false);
  }

  /** The same with a store that is optimised fully, for a run of many minutes. */
  public LocalClusterSettings withLastingStore() {
    return new LocalClusterSettings(
        data, nodes, mqtt, adminKey, restart, javaOptions, brief, false);
  }

  /** For a test: free ports everywhere. */
  public static LocalClusterSettings brief(Path data, int nodes, String adminKey) {
    return brief(data, nodes, adminKey, number -> List.of());
  }

  /** The same with options for the nodes' processes, by number. */
  public static LocalClusterSettings brief(
      Path data, int nodes, String adminKey, IntFunction<List<String>> javaOptions) {
    var addresses = IntStream.range(0, nodes).mapToObj(number -> NodeAddresses.free()).toList();
    return new LocalClusterSettings(
        data.toAbsolutePath().normalize(),
        addresses,
        new Mqtt("127.0.0.1", NodeAddresses.free().api()),
        Optional.of(adminKey),
        false,
        javaOptions,
        true,
        true);
  }
}
