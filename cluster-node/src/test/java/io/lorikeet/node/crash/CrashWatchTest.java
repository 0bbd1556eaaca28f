package io.lorikeet.node.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The failure detector waits for an hour here: who is removed is removed by the watch. */
class CrashWatchTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<ActorSystem<Void>> systems = new ArrayList<>();

  @AfterEach
  void stop() {
    systems.forEach(ActorSystem::terminate);
    systems.forEach(system -> system.getWhenTerminated().toCompletableFuture().join());
  }

  private ActorSystem<Void> start() {
    var config =
        ConfigFactory.parseString(
                """
                akka {
                  loglevel = ERROR
                  remote.artery.canonical.port = 0
                  # Stops as if it were killed: its sockets are closed, and nobody is told.
                  coordinated-shutdown.run-by-actor-system-terminate = off
                  cluster.failure-detector.acceptable-heartbeat-pause = 1 h
                }
                """)
            .withFallback(ConfigFactory.parseResources("cluster.conf"))
            .withFallback(ConfigFactory.load());
    var system = ActorSystem.<Void>create(Behaviors.empty(), "network", config.resolve());
    systems.add(system);
    CrashWatch.start(system);
    Cluster.get(system).manager().tell(Join.create(systems.get(0).address()));
    return system;
  }

  private static List<MemberStatus> statuses(ActorSystem<?> seenBy) {
    return StreamSupport.stream(Cluster.get(seenBy).state().getMembers().spliterator(), false)
        .map(Member::status)
        .toList();
  }

  private static void awaitUp(int members, ActorSystem<?> seenBy) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(statuses(seenBy)).hasSize(members).containsOnly(MemberStatus.up()));
  }

  @Test
  void aMemberWhoseProcessHasEndedIsRemovedByTheOthers() {
    var first = start();
    var second = start();
    var third = start();
    awaitUp(3, first);

    third.terminate();

    awaitUp(2, first);
    awaitUp(2, second);
  }
}
