package io.lorikeet.actors;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * The node's meters. What an operator counts on has a name of the form {@code lorikeet.<what>};
 * reasons are labels.
 */
public final class Meters implements Extension {

  private static final ExtensionId<Meters> ID =
      new ExtensionId<>() {
        @Override
        public Meters createExtension(ActorSystem<?> system) {
          return new Meters();
        }
      };

  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();

  private final NetworkMeters network = new NetworkMeters(registry);

  private Meters() {}

  /** The registry of this actor system; it publishes nothing until a node adds a real one. */
  public static CompositeMeterRegistry of(ActorSystem<?> system) {
    return system.registerExtension(ID).registry;
  }

  /** The counters of the network's entities. */
  public static NetworkMeters network(ActorSystem<?> system) {
    return system.registerExtension(ID).network;
  }

  /** Counts one {@code event} with a reason. */
  public static void count(MeterRegistry registry, String event, Enum<?> reason) {
    registry.counter(event, "reason", reason.name().toLowerCase(java.util.Locale.ROOT)).increment();
  }
}
