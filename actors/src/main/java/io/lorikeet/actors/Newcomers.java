package io.lorikeet.actors;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.MemberUp;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Which members have just come, and run code that is not compiled yet. Thread-safe. */
public final class Newcomers {

  /** About as long as shards need to be spread anew. */
  private static final Duration NEW = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;

  /** As many as there are members. */
  private final Map<Address, Long> upSince = new ConcurrentHashMap<>();

  Newcomers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Members that were there before this node count from its own start. */
  public static Newcomers watch(ActorSystem<?> system) {
    var newcomers = new Newcomers(System::nanoTime);
    system.systemActorOf(newcomers.behavior(), "newcomers", Props.empty());
    return newcomers;
  }

  private Behavior<MemberEvent> behavior() {
    return Behaviors.setup(
        context -> {
          Cluster.get(context.getSystem())
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), MemberEvent.class));
          return Behaviors.receive(MemberEvent.class)
              .onMessage(
                  MemberUp.class,
                  event -> {
                    up(event.member().address());
                    return Behaviors.same();
                  })
              .onMessage(
                  MemberRemoved.class,
                  event -> {
                    removed(event.member().address());
                    return Behaviors.same();
                  })
              .onAnyMessage(other -> Behaviors.same())
              .build();
        });
  }

  void up(Address node) {
    upSince.put(node, nanoTime.getAsLong());
  }

  void removed(Address node) {
    upSince.remove(node);
  }

  /** Also of whom nothing has been heard. */
  boolean include(Address node) {
    var since = upSince.get(node);
    return since == null || nanoTime.getAsLong() - since < NEW.toNanos();
  }
}
