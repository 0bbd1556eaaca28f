package io.lorikeet.actors;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.cluster.typed.Cluster;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which nodes are about to stop: their shards move to others, a few at a time, while they still
 * serve. All at once, when a node stops, make the devices of a third of the network wait for a
 * second and more. Thread-safe.
 */
public final class Draining implements Extension {

  private static final class Id extends ExtensionId<Draining> {
    @Override
    public Draining createExtension(ActorSystem<?> system) {
      return new Draining(system);
    }
  }

  private static final Id ID = new Id();

  /** Nothing is ever sent to it: that it is there says it. */
  private interface Mark extends CborSerializable {}

  private static final ServiceKey<Mark> KEY = ServiceKey.create(Mark.class, "draining");

  private final ActorSystem<?> system;
  private volatile Set<Address> nodes = Set.of();

  /** Of a system that is a member of a cluster, or wants to be. */
  public static Draining of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  private Draining(ActorSystem<?> system) {
    this.system = system;
    system.systemActorOf(watching(), "draining-watch", Props.empty());
  }

  private Behavior<Receptionist.Listing> watching() {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.subscribe(KEY, context.getSelf().narrow()));
          return Behaviors.receiveMessage(
              listing -> {
                nodes =
                    listing.getServiceInstances(KEY).stream()
                        .map(this::address)
                        .collect(Collectors.toUnmodifiableSet());
                return Behaviors.same();
              });
        });
  }

  private Address address(ActorRef<?> its) {
    var address = its.path().address();
    return address.hasLocalScope() ? Cluster.get(system).selfMember().address() : address;
  }

  /** This node is about to stop; there is no way back. */
  public void begin() {
    ActorRef<Mark> mark = system.systemActorOf(Behaviors.empty(), "draining", Props.empty());
    system.receptionist().tell(Receptionist.register(KEY, mark));
  }

  /** Nodes that are about to stop, as this node has heard. */
  public Set<Address> nodes() {
    return nodes;
  }
}
