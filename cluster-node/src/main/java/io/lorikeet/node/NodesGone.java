package io.lorikeet.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;

/** Tells when a node is no member any more, whether it left, died or was put out. */
final class NodesGone {

  /**
   * The regions hear of it at the same time, and must have heard before anything is sent to what
   * was there.
   */
  private static final Duration HEARD_BY_ALL = Duration.ofMillis(250);

  private record Gone() {}

  private NodesGone() {}

  static void watch(ActorSystem<?> system, Runnable then) {
    system.systemActorOf(behavior(then), "nodes-gone", Props.empty());
  }

  private static Behavior<Object> behavior(Runnable then) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  Cluster.get(context.getSystem())
                      .subscriptions()
                      .tell(
                          Subscribe.create(
                              context.getSelf().narrow(), ClusterEvent.MemberRemoved.class));
                  return Behaviors.receive(Object.class)
                      .onMessage(
                          ClusterEvent.MemberRemoved.class,
                          removed -> {
                            timers.startSingleTimer(new Gone(), HEARD_BY_ALL);
                            return Behaviors.same();
                          })
                      .onMessage(
                          Gone.class,
                          gone -> {
                            then.run();
                            return Behaviors.same();
                          })
                      .build();
                }));
  }
}
