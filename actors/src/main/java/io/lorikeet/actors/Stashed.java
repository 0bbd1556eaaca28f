package io.lorikeet.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * How many commands one event-sourced entity has put aside, while it recovers or writes. Akka does
 * not say; but what came in and has not reached the handler is put aside. A command that reaches it
 * at once shows that nothing is left: so one that Akka dropped meanwhile is not counted for ever.
 * What is {@link Repeated} is left out while many wait.
 *
 * @param <C> the entity's commands
 */
public final class Stashed<C> extends BehaviorInterceptor<C, C> {

  /** So many wait before what comes again is left out; half of {@code stash-capacity}. */
  static final int ROOM = 64;

  private final LongAdder ofItsKind;
  private C arriving;
  private int count;

  private Stashed(Class<C> commands, LongAdder ofItsKind) {
    super(commands);
    this.ofItsKind = ofItsKind;
  }

  /**
   * An entity whose stash is counted.
   *
   * @param kind the name of its kind, as sharding has it
   * @param entity makes it; it gives its command handler to {@link #counted}
   */
  public static <C> Behavior<C> in(
      String kind, Class<C> commands, Function<Stashed<C>, Behavior<C>> entity) {
    return Behaviors.setup(
        context -> {
          var stashed = new Stashed<>(commands, Meters.network(context.getSystem()).stashed(kind));
          return Behaviors.intercept(() -> stashed, entity.apply(stashed));
        });
  }

  /** The handler, and what it handles is not put aside any more. */
  public <E, S> CommandHandlerWithReply<C, E, S> counted(CommandHandlerWithReply<C, E, S> handler) {
    return (state, command) -> {
      handled(command);
      return handler.apply(state, command);
    };
  }

  private void handled(C command) {
    if (command == arriving) {
      arriving = null;
      add(-count);
    } else if (count > 0) {
      add(-1);
    }
  }

  private void add(int more) {
    if (more != 0) {
      count += more;
      ofItsKind.add(more);
    }
  }

  @Override
  public Behavior<C> aroundReceive(
      TypedActorContext<C> context, C message, ReceiveTarget<C> target) {
    if (count >= ROOM && message instanceof Repeated) {
      return Behaviors.same();
    }
    arriving = message;
    var next = target.apply(context, message);
    if (arriving != null) {
      arriving = null;
      add(1);
    }
    return next;
  }

  @Override
  public Behavior<C> aroundSignal(
      TypedActorContext<C> context, Signal signal, SignalTarget<C> target) {
    if (signal instanceof PostStop) {
      add(-count);
    }
    return target.apply(context, signal);
  }
}
