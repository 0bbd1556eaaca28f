package io.lorikeet.gatewaybridge.semtech;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.Malformed;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.TxAck;
import io.lorikeet.protocol.id.GatewayEui;
import java.util.Optional;

/** Opens a connection for each gateway that is heard on this node, and closes those gone silent. */
final class SemtechGateways extends AbstractBehavior<SemtechGateways.Command> {

  sealed interface Command {}

  /** A datagram of a gateway that has no connection. */
  record Open(GatewayEui gateway, Datagram datagram) implements Command {}

  /** A connection has heard nothing for long. */
  record Retire(GatewayEui gateway, ActorRef<GatewayConnection.Command> connection)
      implements Command {}

  private record Ended(GatewayEui gateway, ActorRef<GatewayConnection.Command> connection)
      implements Command {}

  /** A node has gone, with whatever connections had given it. */
  record HandOverAgain() implements Command {}

  /** Close all connections; answered when the last one is gone. */
  record Stop(ActorRef<Done> replyTo) implements Command {}

  private final SemtechSettings settings;
  private final Outside outside;
  private final Connections connections;
  private final TokenBucket newcomers;
  private Optional<ActorRef<Done>> stopping = Optional.empty();
  private long opened;
  private int alive;

  static Behavior<Command> create(
      SemtechSettings settings, Outside outside, Connections connections) {
    return Behaviors.setup(context -> new SemtechGateways(context, settings, outside, connections));
  }

  private SemtechGateways(
      ActorContext<Command> context,
      SemtechSettings settings,
      Outside outside,
      Connections connections) {
    super(context);
    this.settings = settings;
    this.outside = outside;
    this.connections = connections;
    this.newcomers =
        new TokenBucket(
            new SemtechSettings.Rate(
                settings.gateways().newPerSecond(), settings.gateways().newAtOnce()),
            outside.clock().millis());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Open.class, this::onOpen)
        .onMessage(Retire.class, this::onRetire)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(HandOverAgain.class, again -> onHandOverAgain())
        .onMessage(Stop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onOpen(Open command) {
    connections.newcomers().release(command.datagram().bytes().length);
    if (!connections.contains(command.gateway())) {
      var refusal = refusal(command.datagram());
      if (refusal.isPresent()) {
        outside.meters().dropped(refusal.get());
        return this;
      }
      open(command.gateway());
    }
    if (!connections.offer(command.gateway(), command.datagram(), getContext().getSelf())) {
      outside.meters().dropped(DropReason.OVERLOADED);
    }
    return this;
  }

  /** Why no connection is opened for this: what makes no sense must not cost more than a look. */
  private Optional<DropReason> refusal(Datagram datagram) {
    var content = SemtechDatagram.parse(datagram.bytes());
    if (content instanceof Malformed malformed) {
      return Optional.of(malformed.reason());
    }
    if (content instanceof TxAck) {
      return Optional.of(DropReason.UNKNOWN_TOKEN);
    }
    if (stopping.isPresent()
        || alive >= settings.gateways().max()
        || !newcomers.open(datagram.receivedAtMillis())) {
      return Optional.of(DropReason.GATEWAY_LIMIT);
    }
    newcomers.spend(1);
    return Optional.empty();
  }

  private void open(GatewayEui gateway) {
    var lane = connections.newLane();
    // A number in the name: the one before may still be ending.
    var connection =
        getContext()
            .spawn(
                SemtechConnection.create(gateway, settings, outside, lane, getContext().getSelf()),
                gateway + "-" + opened++);
    getContext().watchWith(connection, new Ended(gateway, connection));
    connections.put(gateway, connection, lane);
    alive++;
    outside.meters().connections(alive);
  }

  private Behavior<Command> onRetire(Retire command) {
    connections.remove(command.gateway(), command.connection());
    command.connection().tell(new SemtechConnection.Drain());
    return this;
  }

  private Behavior<Command> onEnded(Ended ended) {
    connections.remove(ended.gateway(), ended.connection());
    alive--;
    outside.meters().connections(alive);
    return stoppedWhenEmpty();
  }

  private Behavior<Command> onHandOverAgain() {
    for (var child : getContext().getChildren()) {
      child.unsafeUpcast().tell(new SemtechConnection.HandOverAgain());
    }
    return this;
  }

  private Behavior<Command> onStop(Stop command) {
    stopping = Optional.of(command.replyTo());
    for (var child : getContext().getChildren()) {
      child.unsafeUpcast().tell(new SemtechConnection.Drain());
    }
    return stoppedWhenEmpty();
  }

  private Behavior<Command> stoppedWhenEmpty() {
    if (stopping.isEmpty() || alive > 0) {
      return this;
    }
    stopping.get().tell(Done.getInstance());
    return Behaviors.stopped();
  }
}
