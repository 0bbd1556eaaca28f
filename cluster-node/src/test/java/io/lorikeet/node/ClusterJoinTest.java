package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
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

  private RuntimeException reasonOf(RuntimeException failure) {
    var settings = ClusterSettings.from(system.settings().config());
    return ClusterJoin.reason(system, settings, failure);
  }
}
