package io.lorikeet.node;

import akka.actor.AllDeadLetters;
import akka.actor.DeadLetter;
import akka.actor.Dropped;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts what came to nobody: {@code lorikeet.messages.lost}, by {@code reason}: {@code stash_full}
 * an entity had put aside as many as it may, {@code buffer_full} a region held as many as it may
 * while a shard moved, {@code nobody} whom it was for had stopped, {@code other}.
 */
final class LostMessages {

  private LostMessages() {}

  static void count(ActorSystem<?> system, MeterRegistry registry) {
    for (var reason : Reason.values()) {
      registry.counter("lorikeet.messages.lost", "reason", reason.label());
    }
    var counter = system.systemActorOf(counting(registry), "lost-messages", Props.empty());
    // What is sent where nobody may be any more, on purpose, is not looked at.
    var events = system.classicSystem().eventStream();
    events.subscribe(Adapter.toClassic(counter), DeadLetter.class);
    events.subscribe(Adapter.toClassic(counter), Dropped.class);
  }

  private static Behavior<AllDeadLetters> counting(MeterRegistry registry) {
    return Behaviors.receive(AllDeadLetters.class)
        .onAnyMessage(
            lost -> {
              registry
                  .counter("lorikeet.messages.lost", "reason", Reason.of(lost).label())
                  .increment();
              return Behaviors.same();
            })
        .build();
  }

  private enum Reason {
    STASH_FULL,
    BUFFER_FULL,
    SEND_QUEUE_FULL,
    NOBODY,
    OTHER;

    static Reason of(AllDeadLetters lost) {
      if (lost instanceof DeadLetter) {
        return NOBODY;
      }
      if (!(lost instanceof Dropped dropped)) {
        return OTHER;
      }
      var why = dropped.reason().toLowerCase(Locale.ROOT);
      if (why.contains("stash")) {
        return STASH_FULL;
      }
      if (why.contains("send queue")) {
        return SEND_QUEUE_FULL;
      }
      return why.contains("buffer") ? BUFFER_FULL : OTHER;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
