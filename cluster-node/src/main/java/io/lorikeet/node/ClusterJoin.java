package io.lorikeet.node;

import akka.actor.AddressFromURIString;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.management.cluster.bootstrap.ClusterBootstrap;
import com.typesafe.config.Config;
import io.lorikeet.node.ClusterSettings.ContactPoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** This node's way into the cluster. */
final class ClusterJoin {

  private ClusterJoin() {}

  /** Sets out; {@link #awaitUp} tells the end of it. */
  static void join(ActorSystem<?> system, ClusterSettings settings) {
    switch (settings.forming()) {
      case ALONE -> {
        var cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
      }
      case CONTACT_POINTS, KUBERNETES -> ClusterBootstrap.get(system.classicSystem()).start();
      case SEED_NODES -> {
        // Akka does so by itself.
      }
    }
  }

  /**
   * Blocks until this node is a member of the cluster, however long that takes.
   *
   * @throws IllegalStateException when it is not let in; the message says why
   */
  static void awaitUp(ActorSystem<?> system, ClusterSettings settings) {
    var up = new CompletableFuture<Void>();
    akka.cluster.Cluster.get(system).registerOnMemberUp(() -> up.complete(null));
    system
        .getWhenTerminated()
        .whenComplete(
            (done, failure) ->
                up.completeExceptionally(new IllegalStateException(notJoined(system))));
    try {
      up.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  /**
   * Why a start has failed: a node that is not let in stops, and whatever it still starts meanwhile
   * fails with something that says nothing.
   */
  static RuntimeException reason(
      ActorSystem<?> system, ClusterSettings settings, Exception failure) {
    return switch (StopCause.of(CoordinatedShutdown.get(system))) {
      case DOES_NOT_FIT ->
          instead(
              "this node does not fit into the cluster:\n"
                  + String.join(
                      "\n", Misfit.reasons(system.settings().config(), others(system, settings))),
              failure);
      case NOT_JOINED, DOWNED -> instead(notJoined(system), failure);
      case TOLD, OTHER -> unchecked(failure);
    };
  }

  static RuntimeException unchecked(Exception failure) {
    return failure instanceof RuntimeException it ? it : new IllegalStateException(failure);
  }

  /** What failed in consequence is kept for the log; a cause would be told together with it. */
  private static IllegalStateException instead(String reason, Exception consequence) {
    var failure = new IllegalStateException(reason);
    failure.addSuppressed(consequence);
    return failure;
  }

  /** Where the nodes may be that have refused this one. */
  private static List<ContactPoint> others(ActorSystem<?> system, ClusterSettings settings) {
    return switch (settings.forming()) {
      case ALONE -> List.of();
      case CONTACT_POINTS -> settings.contactPoints();
      case KUBERNETES -> FoundNodes.of(system);
      case SEED_NODES -> seedNodes(system.settings().config());
    };
  }

  /** Their management is taken to listen at the port that this node's does. */
  private static List<ContactPoint> seedNodes(Config config) {
    var port = config.getInt("akka.management.http.port");
    return config.getStringList("akka.cluster.seed-nodes").stream()
        .flatMap(node -> AddressFromURIString.parse(node).getHost().stream())
        .map(host -> new ContactPoint(host, port))
        .toList();
  }

  private static String notJoined(ActorSystem<?> system) {
    return "this node did not become a member of the cluster: "
        + StopCause.of(CoordinatedShutdown.get(system)).text();
  }

  static boolean isUp(ActorSystem<?> system) {
    return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
  }
}
