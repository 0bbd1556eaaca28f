package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Restart;
import io.lorikeet.actors.Stashed;
import io.lorikeet.actors.StopAgain;
import io.lorikeet.actors.gateway.GatewayCommand.Change;
import io.lorikeet.actors.gateway.GatewayCommand.Connect;
import io.lorikeet.actors.gateway.GatewayCommand.Connected;
import io.lorikeet.actors.gateway.GatewayCommand.Disconnect;
import io.lorikeet.actors.gateway.GatewayCommand.GatewayDetails;
import io.lorikeet.actors.gateway.GatewayCommand.GetGateway;
import io.lorikeet.actors.gateway.GatewayCommand.PassOn;
import io.lorikeet.actors.gateway.GatewayCommand.Refused;
import io.lorikeet.actors.gateway.GatewayCommand.Register;
import io.lorikeet.actors.gateway.GatewayCommand.Registered;
import io.lorikeet.actors.gateway.GatewayCommand.Remove;
import io.lorikeet.actors.gateway.GatewayCommand.Removed;
import io.lorikeet.actors.gateway.GatewayCommand.Reply;
import io.lorikeet.actors.gateway.GatewayCommand.ReportStatistics;
import io.lorikeet.actors.gateway.GatewayCommand.ScheduleDownlink;
import io.lorikeet.actors.gateway.GatewayCommand.Stop;
import io.lorikeet.actors.gateway.GatewayDownlinks.ConnectionSilent;
import io.lorikeet.actors.gateway.GatewayDownlinks.FromConnection;
import io.lorikeet.actors.gateway.GatewayDownlinks.ScheduleWaiting;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.region.SubBand;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One gateway: what is registered of it, where it is connected, and its time on the air, which it
 * alone gives out: no two transmissions overlap, and no sub-band's duty cycle is exceeded, not even
 * over a restart.
 */
public final class Gateway
    extends EventSourcedBehaviorWithEnforcedReplies<GatewayCommand, Gateway.Event, Gateway.State> {

  public static final EntityTypeKey<GatewayCommand> TYPE_KEY =
      EntityTypeKey.create(GatewayCommand.class, "gateway");

  public sealed interface Event extends CborSerializable {}

  public record GatewayRegistered(GatewayRegistration registration) implements Event {}

  public record GatewayRemoved() implements Event {}

  public record AirtimeClaimed(AirtimeLedger.Emission emission) implements Event {}

  /** The gateway has refused the transmission. */
  public record AirtimeReleased(long transmissionId) implements Event {}

  /**
   * @param lastTransmissionId 0 before the first
   */
  public record State(
      Optional<GatewayRegistration> registration, AirtimeLedger airtime, long lastTransmissionId)
      implements CborSerializable {

    State on(Event event) {
      if (event instanceof GatewayRegistered registered) {
        return new State(Optional.of(registered.registration()), airtime, lastTransmissionId);
      }
      if (event instanceof GatewayRemoved) {
        return new State(Optional.empty(), airtime, lastTransmissionId);
      }
      if (event instanceof AirtimeClaimed claimed) {
        return new State(registration, airtime.add(claimed.emission()), claimed.emission().id());
      }
      if (event instanceof AirtimeReleased released) {
        return new State(
            registration, airtime.without(released.transmissionId()), lastTransmissionId);
      }
      throw new IllegalStateException("no event of a gateway: " + event);
    }

    /** The plan it is registered with, or the one of those that are not. */
    String frequencyPlan(GatewaySettings settings) {
      return registration
          .map(GatewayRegistration::frequencyPlan)
          .orElse(settings.defaultFrequencyPlan());
    }
  }

  private final GatewayEui eui;
  private final GatewaySettings settings;
  private final Stashed<GatewayCommand> stashed;
  private final ActorContext<GatewayCommand> context;
  private final GatewayLink link;
  private final GatewayDownlinks downlinks;

  public static Behavior<GatewayCommand> create(
      GatewayEui eui, GatewaySettings settings, Clock clock) {
    return StopAgain.to(
        GatewayCommand.class,
        new Stop(),
        Stashed.in(
            TYPE_KEY.name(),
            GatewayCommand.class,
            stashed ->
                Behaviors.setup(
                    context ->
                        Behaviors.withTimers(
                            timers ->
                                new Gateway(eui, settings, clock, context, timers, stashed)))));
  }

  private Gateway(
      GatewayEui eui,
      GatewaySettings settings,
      Clock clock,
      ActorContext<GatewayCommand> context,
      TimerScheduler<GatewayCommand> timers,
      Stashed<GatewayCommand> stashed) {
    super(PersistenceId.of(TYPE_KEY.name(), eui.toString()), Restart.WITH_BACKOFF);
    this.eui = eui;
    this.settings = settings;
    this.stashed = stashed;
    this.context = context;
    this.link = new GatewayLink(settings.connectedFor());
    this.downlinks = new GatewayDownlinks(eui, settings, clock, context, timers, link, Effect());
  }

  @Override
  public State emptyState() {
    return new State(Optional.empty(), AirtimeLedger.EMPTY, 0);
  }

  @Override
  public CommandHandlerWithReply<GatewayCommand, Event, State> commandHandler() {
    var handlers = newCommandHandlerWithReplyBuilder();
    handlers
        .forAnyState()
        .onCommand(ScheduleDownlink.class, downlinks::onSchedule)
        .onCommand(ScheduleWaiting.class, downlinks::onScheduleWaiting)
        .onCommand(FromConnection.class, downlinks::onTransmitted)
        .onCommand(ConnectionSilent.class, downlinks::onSilent)
        .onCommand(PassOn.class, this::onPassOn)
        .onCommand(Connect.class, this::onConnect)
        .onCommand(Disconnect.class, this::onDisconnect)
        .onCommand(ReportStatistics.class, this::onStatistics)
        .onCommand(Register.class, this::onRegister)
        .onCommand(Change.class, this::onChange)
        .onCommand(Remove.class, this::onRemove)
        .onCommand(GetGateway.class, this::onGet)
        .onCommand(Stop.class, this::onStop);
    return stashed.counted(handlers.build());
  }

  private ReplyEffect<Event, State> onConnect(State state, Connect command) {
    if (state.registration().isEmpty() && !settings.acceptUnknown()) {
      return Effect().reply(command.replyTo(), new Refused(GatewayCommand.Reason.NOT_REGISTERED));
    }
    if (link.connect(command)) {
      downlinks.moved(command.connection());
    }
    var registration = state.registration();
    return Effect()
        .reply(
            command.replyTo(),
            new Connected(
                registration.map(GatewayRegistration::gatewayId).orElse("eui-" + eui),
                state.frequencyPlan(settings),
                registration.flatMap(GatewayRegistration::location)));
  }

  private ReplyEffect<Event, State> onDisconnect(State state, Disconnect command) {
    link.disconnect(command);
    return Effect().noReply();
  }

  private ReplyEffect<Event, State> onPassOn(State state, PassOn command) {
    downlinks.passOn(command);
    return Effect().noReply();
  }

  private ReplyEffect<Event, State> onStatistics(State state, ReportStatistics command) {
    link.report(command.statistics());
    return Effect().noReply();
  }

  private ReplyEffect<Event, State> onRegister(State state, Register command) {
    var present = state.registration();
    if (present.isEmpty()) {
      return register(command.registration(), command.replyTo());
    }
    return present.get().equals(command.registration())
        ? Effect().reply(command.replyTo(), new Registered(present.get())) // sent again
        : Effect().reply(command.replyTo(), new Refused(GatewayCommand.Reason.ALREADY_EXISTS));
  }

  private ReplyEffect<Event, State> onChange(State state, Change command) {
    return state.registration().isEmpty()
        ? Effect().reply(command.replyTo(), new Refused(GatewayCommand.Reason.NOT_REGISTERED))
        : register(command.registration(), command.replyTo());
  }

  private ReplyEffect<Event, State> register(
      GatewayRegistration registration, ActorRef<Reply> replyTo) {
    return Effect()
        .persist(new GatewayRegistered(registration))
        .thenReply(replyTo, registered -> new Registered(registration));
  }

  private ReplyEffect<Event, State> onRemove(State state, Remove command) {
    return state.registration().isEmpty()
        ? Effect().reply(command.replyTo(), new Refused(GatewayCommand.Reason.NOT_REGISTERED))
        : Effect()
            .persist(new GatewayRemoved())
            .thenReply(command.replyTo(), removed -> new Removed());
  }

  private ReplyEffect<Event, State> onGet(State state, GetGateway command) {
    var atMicros = ConcentratorClock.micros(command.at());
    var use = new TreeMap<String, Double>();
    for (var band : downlinks.region(state).subBands()) {
      use.put(name(band), state.airtime().use(band, atMicros));
    }
    return Effect()
        .reply(
            command.replyTo(),
            new GatewayDetails(state.registration(), link.status(command.at(), use)));
  }

  /** After what has been asked of it. */
  private ReplyEffect<Event, State> onStop(State state, Stop stop) {
    if (!downlinks.isWaiting()) {
      return Effect().stop().thenNoReply();
    }
    context.getSelf().tell(stop);
    return downlinks.onScheduleWaiting(state, new ScheduleWaiting());
  }

  private static String name(SubBand band) {
    return "%.3f-%.3f".formatted(band.lowHz() / 1e6, band.highHz() / 1e6);
  }

  @Override
  public SignalHandler<State> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(PostStop.class, (state, stopped) -> link.connectAgain())
        .build();
  }

  @Override
  public EventHandler<State, Event> eventHandler() {
    return newEventHandlerBuilder().forAnyState().onEvent(Event.class, State::on).build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), 2)
        .withDeleteEventsOnSnapshot();
  }
}
