package io.lorikeet.node.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lorikeet cluster}: several nodes on one machine, for trying what a cluster does. */
@Command(
    name = "cluster",
    description = "Runs several nodes on this machine as one cluster, each a process of its own.",
    mixinStandardHelpOptions = true)
public final class ClusterCommand implements Callable<Integer> {

  /** Each takes half a gigabyte. */
  private static final int MAX_NODES = 9;

  private static final long LOOK_EVERY_MILLIS = 1_000;

  @Option(
      names = "--nodes",
      defaultValue = "3",
      description = "How many; on 127.0.0.1, 127.0.0.2, ... (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--data",
      defaultValue = "data",
      description = "Where its data is kept (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--restart",
      description = "Starts a node again, after 5 s, that has ended by itself or was killed.")
  private boolean restart;

  @Override
  public Integer call() throws IOException {
    if (nodes < 1 || nodes > MAX_NODES) {
      System.err.printf("lorikeet cluster: --nodes %d (expected: 1 to %d)%n", nodes, MAX_NODES);
      return 2;
    }
    System.out.printf("Starting %d nodes, data in %s ...%n", nodes, data);
    return run(LocalClusterSettings.usual(data, nodes, adminKey(), restart, javaOptions()));
  }

  /** Until the process is told to stop; returns its exit code. */
  static int run(LocalClusterSettings settings) throws IOException {
    try {
      return run(LocalCluster.start(settings, System.out::println));
    } catch (RuntimeException e) {
      System.err.println("lorikeet does not start: " + e.getMessage());
      return 1;
    }
  }

  private static int run(LocalCluster cluster) {
    var stop = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  System.out.println("Stopping ...");
                  stop.countDown();
                  cluster.close();
                },
                "lorikeet-shutdown"));
    cluster.newAdminKey().ifPresent(ClusterCommand::showAdminKey);
    try {
      cluster.awaitReady();
      greet(cluster);
      watch(cluster, stop);
      return 0;
    } finally {
      cluster.close();
    }
  }

  private static Optional<String> adminKey() {
    return Optional.ofNullable(System.getenv("LORIKEET_ADMIN_KEY")).filter(key -> !key.isBlank());
  }

  /** What the operator wants of the nodes, too. */
  private static List<String> javaOptions() {
    var options = new ArrayList<String>();
    for (var option : System.getenv().getOrDefault("LORIKEET_JAVA_OPTS", "").split("\\s+")) {
      if (!option.isBlank()) {
        options.add(option);
      }
    }
    return options;
  }

  private static void showAdminKey(String key) {
    System.out.printf(
        """

        Your admin key, shown this once (only its hash is kept):
          %s
        To use it:  export LORIKEET_KEY=%s

        """,
        key, key);
  }

  private static void greet(LocalCluster cluster) {
    System.out.printf(
        """

        The cluster serves. Any node will do for gateways and for the API.
          applications (MQTT)      %s:%d
          Cassandra                process %d
          try:                     kill -9 one of the processes below, and look on

        """,
        cluster.mqtt().host(), cluster.mqtt().port(), cluster.cassandra().pid());
  }

  private static void watch(LocalCluster cluster, CountDownLatch stop) {
    var last = "";
    try {
      do {
        var table = MemberTable.of(cluster.nodes(), cluster.members());
        if (!table.equals(last)) {
          System.out.println(table);
          last = table;
        }
      } while (!stop.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
