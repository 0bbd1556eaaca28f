package io.lorikeet.actors;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a process does for the first time takes it hundreds of times as long as later. A node that
 * has just started gets shards whose devices are waiting, so it does these things before they come.
 */
final class WarmUp {

  /** The first takes most of the time; later ones have the compiler see what is needed often. */
  static final int ROUNDS = 10;

  private static final String CBOR = "jackson-cbor";

  private final ActorSystem<?> system;

  WarmUp(ActorSystem<?> system) {
    this.system = system;
  }

  /**
   * Finds out, on a thread of its own, how all that entities say and store is written and read.
   *
   * @param protocols classes and interfaces; the records in them and their subtypes are meant
   */
  void kinds(List<Class<?>> protocols) {
    var mapper = JacksonObjectMapperProvider.get(system).getOrCreate(CBOR, Optional.empty());
    var thread = new Thread(() -> learn(mapper, protocols), "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private void learn(ObjectMapper mapper, List<Class<?>> protocols) {
    try {
      var known = new HashSet<Class<?>>();
      var open = new ArrayDeque<>(protocols);
      while (!open.isEmpty()) {
        var next = open.remove();
        if (known.add(next)) {
          open.addAll(List.of(next.getDeclaredClasses()));
          if (next.isSealed()) {
            open.addAll(List.of(next.getPermittedSubclasses()));
          }
          if (next.isRecord() && CborSerializable.class.isAssignableFrom(next)) {
            mapper.writerFor(next);
            mapper.readerFor(next);
          }
        }
      }
    } catch (RuntimeException e) {
      system.log().debug("not warmed up", e); // what is wrong shows when it is needed
    }
  }

  /**
   * Starts and stops an entity some times.
   *
   * @param entity one that nobody has, so that nothing of it is stored: it is looked for and not
   *     found
   */
  <C> void practise(String name, Supplier<Behavior<C>> entity, C stop) {
    system.systemActorOf(
        Behaviors.<Void>setup(context -> round(context, entity, stop, ROUNDS)),
        "warm-up-" + name,
        Props.empty());
  }

  private static <C> Behavior<Void> round(
      ActorContext<Void> context, Supplier<Behavior<C>> entity, C stop, int left) {
    var its = context.spawnAnonymous(entity.get());
    context.watch(its);
    its.tell(stop);
    return Behaviors.receive(Void.class)
        .onSignal(
            Terminated.class,
            terminated -> left > 1 ? round(context, entity, stop, left - 1) : Behaviors.stopped())
        .build();
  }
}
