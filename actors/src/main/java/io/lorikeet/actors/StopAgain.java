package io.lorikeet.actors;

import akka.actor.Cancellable;
import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.Optional;

/**
 * Sees to it that an event-sourced entity stops when sharding tells it to. Sharding says so once
 * and from then on holds back whatever comes for the entity until it has terminated, without a
 * limit in time. The word can be lost: the write that it leads to fails and the entity restarts, or
 * so much is put aside already that it is dropped. So it is said again until the entity is gone.
 *
 * @param <C> the entity's commands
 */
public final class StopAgain<C> extends BehaviorInterceptor<C, C> {

  private static final Duration FIRST = Duration.ofSeconds(2);

  /** A store may be away for hours, and each time is one more command that is put aside. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final C stop;
  private Duration wait = FIRST;
  private Optional<Cancellable> next = Optional.empty();

  private StopAgain(Class<C> commands, C stop) {
    super(commands);
    this.stop = stop;
  }

  /**
   * @param stop what sharding tells the entity; the entity may get it more than once
   */
  public static <C> Behavior<C> to(Class<C> commands, C stop, Behavior<C> entity) {
    return Behaviors.intercept(() -> new StopAgain<>(commands, stop), entity);
  }

  @Override
  public Behavior<C> aroundReceive(
      TypedActorContext<C> context, C message, ReceiveTarget<C> target) {
    var after = target.apply(context, message);
    if (message.equals(stop) && Behavior.isAlive(after)) {
      sayAgain(context);
    }
    return after;
  }

  /** Not by a timer of the entity's: a restart cancels those. */
  private void sayAgain(TypedActorContext<C> context) {
    cancel();
    var entity = context.asJava();
    next = Optional.of(entity.scheduleOnce(wait, entity.getSelf(), stop));
    var doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  private void cancel() {
    next.ifPresent(Cancellable::cancel);
    next = Optional.empty();
  }

  @Override
  public Behavior<C> aroundSignal(
      TypedActorContext<C> context, Signal signal, SignalTarget<C> target) {
    if (signal instanceof PostStop) {
      cancel();
    }
    return target.apply(context, signal);
  }
}
