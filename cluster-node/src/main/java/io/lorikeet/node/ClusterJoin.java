package io.lorikeet.node;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.management.cluster.bootstrap.ClusterBootstrap;
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
    var shutdown = CoordinatedShutdown.get(system);
    system
        .getWhenTerminated()
        .whenComplete(
            (done, failure) ->
                up.completeExceptionally(
                    new IllegalStateException(
                        "this node did not become a member of the cluster: "
                            + StopCause.of(shutdown).text())));
    try {
      up.join();
    } catch (CompletionException e) {
      if (StopCause.of(shutdown) == StopCause.DOES_NOT_FIT) {
        throw new IllegalStateException(
            "this node does not fit into the cluster:\n"
                + String.join(
                    "\n", Misfit.reasons(system.settings().config(), settings.contactPoints())),
            e.getCause());
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  static boolean isUp(ActorSystem<?> system) {
    return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
  }
}
