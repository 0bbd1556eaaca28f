package io.lorikeet.node;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.ClusterEvent.MemberDowned;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.ReachableMember;
import akka.cluster.ClusterEvent.UnreachableMember;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long the cluster takes to give up a member that does not answer, {@code
 * lorikeet.cluster.removal}: its shards have no home meanwhile.
 */
final class Removals extends AbstractBehavior<ClusterDomainEvent> {

  private final Timer timer;

  /** By {@link System#nanoTime}; as many as there are members at most. */
  private final Map<Address, Long> unreachableSince = new HashMap<>();

  static void time(ActorSystem<?> system, MeterRegistry registry) {
    var timer =
        Timer.builder("lorikeet.cluster.removal")
            .description("from a member's not answering until its removal")
            .register(registry);
    system.systemActorOf(create(timer), "removals", Props.empty());
  }

  private static Behavior<ClusterDomainEvent> create(Timer timer) {
    return Behaviors.setup(context -> new Removals(context, timer));
  }

  private Removals(ActorContext<ClusterDomainEvent> context, Timer timer) {
    super(context);
    this.timer = timer;
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(Subscribe.create(context.getSelf(), ClusterDomainEvent.class));
  }

  @Override
  public Receive<ClusterDomainEvent> createReceive() {
    return newReceiveBuilder()
        .onMessage(UnreachableMember.class, this::onUnreachable)
        .onMessage(ReachableMember.class, this::onReachable)
        .onMessage(MemberDowned.class, this::onDowned)
        .onMessage(MemberRemoved.class, this::onRemoved)
        .onAnyMessage(other -> this)
        .build();
  }

  private Behavior<ClusterDomainEvent> onUnreachable(UnreachableMember event) {
    unreachableSince.putIfAbsent(event.member().address(), System.nanoTime());
    return this;
  }

  private Behavior<ClusterDomainEvent> onReachable(ReachableMember event) {
    unreachableSince.remove(event.member().address());
    return this;
  }

  /** One whose process is known to be gone is put out before it is found to be unreachable. */
  private Behavior<ClusterDomainEvent> onDowned(MemberDowned event) {
    unreachableSince.putIfAbsent(event.member().address(), System.nanoTime());
    return this;
  }

  /** One that left in order was reachable. */
  private Behavior<ClusterDomainEvent> onRemoved(MemberRemoved event) {
    var since = unreachableSince.remove(event.member().address());
    if (since != null) {
      timer.record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
    }
    return this;
  }
}
