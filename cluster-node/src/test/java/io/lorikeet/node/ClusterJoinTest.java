package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ClusterJoinTest {

  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "cluster-join",
          ConfigFactory.load(
              ConfigFactory.parseString(
                      """
                      lorikeet.cluster.forming = alone
                      akka { loglevel = OFF, remote.artery.canonical.port = 0 }
                      """)
                  .withFallback(ConfigFactory.parseResources("application.conf"))));

  /** What else was being started then fails with something else. */
  @Test
  void aNodeThatIsRefusedWhileItStartsSaysSo() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.incompatibleConfigurationDetectedReason())
        .toCompletableFuture()
        .join();

    assertThat(reasonOf(new IllegalStateException("cannot create children")))
        .hasMessageStartingWith("this node does not fit into the cluster");
    assertThat(reasonOf(new TimeoutException("Future timed out")))
        .as("sharding may wait for what has ended")
        .hasMessageStartingWith("this node does not fit into the cluster")
        .hasNoCause();
  }

  @Test
  void whatFailsInANodeThatIsNotStoppingIsWhatItIs() {
    var failure = new IllegalStateException("no such file");
    try {
      assertThat(reasonOf(failure)).isSameAs(failure);
    } finally {
      system.terminate();
    }
  }

  private RuntimeException reasonOf(Exception failure) {
    var settings = ClusterSettings.from(system.settings().config());
    return ClusterJoin.reason(system, settings, failure);
  }

  /** Nobody names the ports of seed nodes' management: it is taken to be this node's own. */
  @Test
  void aNodeThatIsRefusedBySeedNodesAsksThemWhy() throws IOException {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
    var config = withSeedNodeAt(server.getAddress());
    server.createContext(
        Misfit.PATH,
        exchange -> {
          try (exchange) {
            var theirs =
                ConfigFactory.parseString("akka.cluster.sharding.number-of-shards = 61")
                    .withFallback(config);
            var answer = Misfit.describe(theirs).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
    var refused = ActorSystem.<Void>create(Behaviors.empty(), "refused", config);
    try {
      CoordinatedShutdown.get(refused)
          .runAll(CoordinatedShutdown.incompatibleConfigurationDetectedReason())
          .toCompletableFuture()
          .join();

      assertThat(
              ClusterJoin.reason(
                  refused, ClusterSettings.from(config), new IllegalStateException("late")))
          .hasMessageContaining("number-of-shards: the node has 60, the cluster 61");
    } finally {
      refused.terminate();
      server.stop(0);
      system.terminate();
    }
  }

  private static Config withSeedNodeAt(InetSocketAddress management) {
    var config =
        ConfigFactory.load(
            ConfigFactory.parseString(
                    """
                    lorikeet.cluster.forming = seed-nodes
                    lorikeet.management.port = %d
                    lorikeet.persistence { sealing-key = aa, opening-keys = [aa] }
                    akka.cluster.seed-nodes = ["akka://refused@%s:1"]
                    akka { loglevel = OFF, remote.artery.canonical.port = 0 }
                    """
                        .formatted(management.getPort(), management.getHostString()))
                .withFallback(ConfigFactory.parseResources("application.conf")));
    return ClusterConfig.complete(config, ClusterSettings.from(config));
  }
}
