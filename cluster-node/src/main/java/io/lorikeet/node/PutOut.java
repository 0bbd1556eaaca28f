package io.lorikeet.node;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.concurrent.CompletableFuture;

/**
 * Ends the process at once when the cluster goes on without it, or it without the others. An
 * orderly stop takes seconds, in which its entities would go on writing while others take them
 * over.
 */
final class PutOut {

  private PutOut() {}

  /**
   * @param end is run as soon as this node knows; does not return
   */
  static void watch(ActorSystem<?> system, Runnable end) {
    system.systemActorOf(
        behavior(end),
        "put-out",
        // Must not wait behind the work of a busy node.
        DispatcherSelector.fromConfig("akka.actor.internal-dispatcher"));
    var shutdown = CoordinatedShutdown.get(system);
    // Others may have decided it, without this node being told in time.
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "put out",
        () -> {
          if (StopCause.of(shutdown) == StopCause.DOWNED) {
            end.run();
          }
          return CompletableFuture.completedFuture(Done.getInstance());
        });
  }

  private static Behavior<ClusterEvent.MemberDowned> behavior(Runnable end) {
    return Behaviors.setup(
        context -> {
          var cluster = Cluster.get(context.getSystem());
          cluster
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), ClusterEvent.MemberDowned.class));
          return Behaviors.receiveMessage(
              downed -> {
                if (downed.member().uniqueAddress().equals(cluster.selfMember().uniqueAddress())) {
                  end.run();
                }
                return Behaviors.same();
              });
        });
  }

  /** Without any shutdown hook: what has not been written by now must not be. */
  static void halt() {
    System.err.println("lorikeet has stopped: " + StopCause.DOWNED.text());
    Runtime.getRuntime().halt(NodeRunner.START_AGAIN);
  }
}
