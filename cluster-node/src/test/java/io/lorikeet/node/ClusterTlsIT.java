package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.node.crash.CrashWatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Nodes with TLS between them; only what speaks of cluster and remoting is started. */
@Isolated("takes the whole machine")
class ClusterTlsIT {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SOME_TRIES = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private final List<ActorSystem<Void>> systems = new ArrayList<>();

  @AfterEach
  void stop() {
    systems.forEach(ActorSystem::terminate);
    systems.forEach(system -> system.getWhenTerminated().toCompletableFuture().join());
  }

  private ActorSystem<Void> start(TestCertificates certificates) {
    var config =
        ConfigFactory.load(
            ConfigFactory.parseString(
                    """
                    akka {
                      remote.artery.canonical.port = 0
                      coordinated-shutdown.run-by-actor-system-terminate = off
                      cluster.failure-detector.acceptable-heartbeat-pause = 1 h
                    }
                    lorikeet.persistence { sealing-key = aa, opening-keys = [aa] }
                    lorikeet.cluster {
                      forming = alone
                      tls {
                        enabled = on
                        ca-file = "%s"
                        certificate-file = "%s"
                        key-file = "%s"
                      }
                    }
                    """
                        .formatted(
                            certificates.caFile(),
                            certificates.certificateFile(),
                            certificates.keyFile()))
                .withFallback(ConfigFactory.parseResources("application.conf")));
    var system =
        ActorSystem.<Void>create(
            Behaviors.empty(),
            "lorikeet",
            ClusterConfig.complete(config, ClusterSettings.from(config)));
    systems.add(system);
    return system;
  }

  private static void join(ActorSystem<?> joining, ActorSystem<?> member) {
    Cluster.get(joining).manager().tell(Join.create(member.address()));
  }

  @Test
  void nodesOfOneAuthorityFormAClusterAndAStrangerIsKeptOut() throws IOException {
    var ours = new TestCertificates(folder.resolve("ours"));
    var first = start(ours);
    join(first, first);
    var second = start(ours);
    join(second, first);
    await().atMost(LONG).until(() -> ClusterJoin.isUp(first) && ClusterJoin.isUp(second));

    var stranger = start(new TestCertificates(folder.resolve("theirs")));
    join(stranger, first);

    await().during(SOME_TRIES).atMost(LONG).until(() -> !ClusterJoin.isUp(stranger));
    assertThat(Cluster.get(first).state().getMembers()).hasSize(2);
  }

  @Test
  void aProcessThatHasEndedIsRemovedAtOnceWithTlsToo() throws IOException {
    var ours = new TestCertificates(folder.resolve("ours"));
    var nodes = List.of(start(ours), start(ours), start(ours));
    nodes.forEach(CrashWatch::start);
    nodes.forEach(node -> join(node, nodes.get(0)));
    await().atMost(LONG).until(() -> nodes.stream().allMatch(ClusterJoin::isUp));

    nodes.get(2).terminate();

    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(Cluster.get(nodes.get(0)).state().getMembers()).hasSize(2));
  }

  @Test
  void whoShowsNoCertificateIsRefusedAtTheDoor() throws IOException {
    var ours = new TestCertificates(folder.resolve("ours"));
    var theirs = new TestCertificates(folder.resolve("theirs"));
    var address = start(ours).address();
    var node =
        new InetSocketAddress(address.getHost().orElseThrow(), address.getPort().orElseThrow());

    assertThat(TlsClient.isAccepted(node, ours.client(true))).as("with ours").isTrue();
    assertThat(TlsClient.isAccepted(node, ours.client(false))).as("with none").isFalse();
    assertThat(TlsClient.isAccepted(node, theirs.client(true))).as("with theirs").isFalse();
  }
}
