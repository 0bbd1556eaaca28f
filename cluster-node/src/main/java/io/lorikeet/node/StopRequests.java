package io.lorikeet.node;

import akka.actor.Address;
import akka.actor.CoordinatedShutdown;
import akka.actor.RootActorPath;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Leave;
import io.lorikeet.actors.CborSerializable;
import java.time.Duration;

/**
 * Has a node stop that another one is asked to drain: in the same order as by SIGTERM, its shards
 * first. To make it leave the cluster is not the same, for what it coordinates moves before its
 * shards do then.
 */
final class StopRequests {

  private static final String NAME = "stop-requests";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Stop, in order. */
  record Stop() implements CborSerializable {}

  private StopRequests() {}

  /** From now on other nodes may have this one stop. */
  static void take(ActorSystem<?> system) {
    system.systemActorOf(taking(system), NAME, Props.empty());
  }

  private static Behavior<Stop> taking(ActorSystem<?> system) {
    return Behaviors.receiveMessage(
        stop -> {
          CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
          return Behaviors.same();
        });
  }

  /** Returns at once; a node that does not know of such requests leaves the cluster. */
  static void send(ActorSystem<?> system, Address node) {
    system
        .classicSystem()
        .actorSelection(RootActorPath.apply(node, "/").toString() + "system/" + NAME)
        .resolveOne(PATIENCE)
        .whenComplete(
            (its, unknown) -> {
              if (unknown == null) {
                Adapter.<Stop>toTyped(its).tell(new Stop());
              } else {
                Cluster.get(system).manager().tell(Leave.create(node));
              }
            });
  }
}
