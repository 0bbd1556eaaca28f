package io.lorikeet.node.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrashWatchTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  /** Several times as long as watches take to find each other, or to remove a member. */
  private static final Duration SOME_TIME = Duration.ofSeconds(4);

  private final List<ActorSystem<Void>> systems = new ArrayList<>();

  @AfterEach
  void stop() {
    systems.forEach(ActorSystem::terminate);
    systems.forEach(system -> system.getWhenTerminated().toCompletableFuture().join());
  }

  private ActorSystem<Void> start(String moreConfig) {
    var system = WatchedNode.start(moreConfig);
    systems.add(system);
    Cluster.get(system).manager().tell(Join.create(systems.get(0).address()));
    return system;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static List<MemberStatus> statuses(ActorSystem<?> seenBy) {
    return StreamSupport.stream(Cluster.get(seenBy).state().getMembers().spliterator(), false)
        .map(Member::status)
        .toList();
  }

  private static void awaitUp(int members, ActorSystem<?> seenBy) {
    await().atMost(LONG).untilAsserted(() -> assertUp(members, seenBy));
  }

  private static void stayUp(int members, ActorSystem<?> seenBy) {
    await().during(SOME_TIME).atMost(LONG).untilAsserted(() -> assertUp(members, seenBy));
  }

  private static void assertUp(int members, ActorSystem<?> seenBy) {
    assertThat(statuses(seenBy)).hasSize(members).containsOnly(MemberStatus.up());
  }

  @Test
  void aMemberWhoseProcessIsKilledIsRemovedByTheOthers() throws IOException {
    var first = start("");
    var second = start("");
    var third = WatchedNode.fork(first);
    try {
      awaitUp(3, second);
      stayUp(3, first);
    } finally {
      third.destroyForcibly();
    }

    awaitUp(2, first);
    awaitUp(2, second);
  }

  @Test
  void theLastOfThreeEnds() throws IOException {
    var first = start("");
    var second = WatchedNode.fork(first);
    var third = WatchedNode.fork(first);
    try {
      awaitUp(3, first);
      stayUp(3, first);
    } finally {
      second.destroyForcibly();
      third.destroyForcibly();
    }

    await().atMost(LONG).until(() -> Cluster.get(first).isTerminated());
  }

  @Test
  void aMemberBehindAProxyThatHasEndedIsNotRemovedAsLongAsItIsHeard() throws IOException {
    var first = start("");
    var second = start("");
    int port = freePort();
    try (var proxy = new DyingProxy(port)) {
      start(
          "akka.remote.artery { canonical.port = %d, bind.port = %d }"
              .formatted(proxy.port(), port));
      systems.forEach(its -> awaitUp(3, its));
      stayUp(3, second);
    }

    stayUp(3, first);
    assertUp(3, second);
  }
}
