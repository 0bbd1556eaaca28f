package io.lorikeet.node;

import akka.actor.AbstractActorWithTimers;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.OneForOneStrategy;
import akka.actor.Props;
import akka.actor.SupervisorStrategy;
import akka.cluster.DowningProvider;
import akka.cluster.sbr.SplitBrainResolver;
import akka.cluster.sbr.SplitBrainResolverProvider;
import akka.japi.pf.DeciderBuilder;
import java.time.Duration;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * Akka's split brain resolver, which looks four times as often whether it is time to decide: not up
 * to 1 s after {@code stable-after} but up to 250 ms. Both sides of a partition decide that much
 * closer to each other, and the margin between them can be shorter by as much.
 *
 * <p>Akka makes it by its name in cluster.conf.
 */
public final class PromptDowning extends DowningProvider {

  static final Duration LOOKS = Duration.ofMillis(250);

  private final SplitBrainResolverProvider resolver;

  /** As Akka calls it. */
  public PromptDowning(ActorSystem system) {
    resolver = new SplitBrainResolverProvider(system);
  }

  @Override
  public FiniteDuration downRemovalMargin() {
    return resolver.downRemovalMargin();
  }

  @Override
  public Option<Props> downingActorProps() {
    return Option.apply(Props.create(Looking.class, resolver.downingActorProps().get()));
  }

  /** Has the resolver look more often than it would by itself. */
  private static final class Looking extends AbstractActorWithTimers {

    private static final Object TICK = SplitBrainResolver.Tick$.MODULE$;

    private final ActorRef resolver;

    private Looking(Props resolver) {
      this.resolver = getContext().actorOf(resolver, "resolver");
      getTimers().startTimerWithFixedDelay(TICK, TICK, LOOKS);
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().matchEquals(TICK, tick -> resolver.tell(tick, getSelf())).build();
    }

    /** Whoever watches over this actor knows what to do when the resolver fails. */
    @Override
    public SupervisorStrategy supervisorStrategy() {
      return new OneForOneStrategy(
          DeciderBuilder.matchAny(failure -> SupervisorStrategy.escalate()).build());
    }
  }
}
