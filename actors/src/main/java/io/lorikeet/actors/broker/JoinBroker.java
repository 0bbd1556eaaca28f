package io.lorikeet.actors.broker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Hop;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.NetworkMeters;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.id.DevEui;
import java.time.Clock;
import java.util.Set;

/** Collects the copies of one device's join-requests. It keeps nothing: a join is asked again. */
public final class JoinBroker extends AbstractBehavior<JoinBroker.Command> {

  public static final EntityTypeKey<Command> TYPE_KEY =
      EntityTypeKey.create(Command.class, "join-broker");

  public interface Command extends CborSerializable {}

  public record HandleJoin(UplinkFrame frame) implements Command {}

  private record CloseWindow(long windowId) implements Command {}

  private final DevEui devEui;
  private final BrokerSettings settings;
  private final Clock clock;
  private final TimerScheduler<Command> timers;
  private final ActorRef<ShardingEnvelope<DeviceSessionCommand>> devices;
  private final Deduplication deduplication;
  private final NetworkMeters meters;

  public static Behavior<Command> create(
      DevEui devEui,
      BrokerSettings settings,
      Clock clock,
      ActorRef<ShardingEnvelope<DeviceSessionCommand>> devices) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new JoinBroker(context, devEui, settings, clock, timers, devices)));
  }

  private JoinBroker(
      ActorContext<Command> context,
      DevEui devEui,
      BrokerSettings settings,
      Clock clock,
      TimerScheduler<Command> timers,
      ActorRef<ShardingEnvelope<DeviceSessionCommand>> devices) {
    super(context);
    this.devEui = devEui;
    this.meters = Meters.network(context.getSystem());
    this.settings = settings;
    this.clock = clock;
    this.timers = timers;
    this.devices = devices;
    this.deduplication = new Deduplication(settings.askAgainAfter(), settings.rememberJoins());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(HandleJoin.class, this::onJoin)
        .onMessage(CloseWindow.class, this::onCloseWindow)
        .onMessage(Verdict.class, this::onVerdict)
        .build();
  }

  private Behavior<Command> onJoin(HandleJoin command) {
    var frame = command.frame();
    var now = clock.instant();
    switch (deduplication.add(frame, now)) {
      case OPENED -> {
        var window = deduplication.current();
        meters.reached(Hop.JOIN_ROUTED, window.receivedAt(), now.toEpochMilli());
        timers.startSingleTimer(
            window, new CloseWindow(window.id()), settings.deduplicationWindow());
      }
      // A join is asked once: its nonce is used up, and the device asks again with a new one.
      case JOINED, ASK_AGAIN -> {}
      case SETTLED ->
          frame.settle(Deduplication.further(deduplication.current().outcome().orElseThrow()));
      case REFUSED -> {
        EndLog.overloaded(frame);
        frame.settle(UplinkFrame.Outcome.OVERLOADED);
        meters.uplink(UplinkEnd.OVERLOADED);
      }
    }
    return this;
  }

  private Behavior<Command> onCloseWindow(CloseWindow command) {
    deduplication
        .close(command.windowId(), clock.instant())
        .ifPresent(
            window -> {
              meters.reached(Hop.JOIN_COLLECTED, window.receivedAt(), clock);
              window.ask(Set.of(devEui));
              devices.tell(
                  new ShardingEnvelope<>(
                      devEui.toString(),
                      new DeviceSessionCommand.HandleJoin(
                          window.id(), window.uplink(), getContext().getSelf().narrow())));
            });
    return this;
  }

  private Behavior<Command> onVerdict(Verdict verdict) {
    switch (deduplication.judge(verdict, clock.instant())) {
      case SETTLED -> meters.uplink(verdict.end());
      case DENIED -> {
        deduplication
            .unsettled(verdict.windowId())
            .ifPresent(its -> deduplication.settle(its, verdict.end(), clock.instant()));
        meters.uplink(verdict.end());
      }
      case OPEN -> {}
    }
    return this;
  }
}
