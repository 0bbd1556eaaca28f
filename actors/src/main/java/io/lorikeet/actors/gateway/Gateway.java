package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
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
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Restart;
import io.lorikeet.actors.gateway.GatewayCommand.Change;
import io.lorikeet.actors.gateway.GatewayCommand.Connect;
import io.lorikeet.actors.gateway.GatewayCommand.Connected;
import io.lorikeet.actors.gateway.GatewayCommand.Disconnect;
import io.lorikeet.actors.gateway.GatewayCommand.GatewayDetails;
import io.lorikeet.actors.gateway.GatewayCommand.GetGateway;
import io.lorikeet.actors.gateway.GatewayCommand.Outcome;
import io.lorikeet.actors.gateway.GatewayCommand.Refused;
import io.lorikeet.actors.gateway.GatewayCommand.Register;
import io.lorikeet.actors.gateway.GatewayCommand.Registered;
import io.lorikeet.actors.gateway.GatewayCommand.Remove;
import io.lorikeet.actors.gateway.GatewayCommand.Removed;
import io.lorikeet.actors.gateway.GatewayCommand.Reply;
import io.lorikeet.actors.gateway.GatewayCommand.ReportStatistics;
import io.lorikeet.actors.gateway.GatewayCommand.ScheduleDownlink;
import io.lorikeet.actors.gateway.GatewayCommand.Scheduled;
import io.lorikeet.actors.gateway.GatewayConnection.Transmitted;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.SubBand;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
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

  private record FromConnection(Transmitted transmitted) implements GatewayInternal {}

  private record ConnectionSilent(long transmissionId) implements GatewayInternal {}

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
  }

  /** A request on its way through its options. */
  private record Transmission(
      DownlinkRequest request, int option, DownlinkFrame frame, ActorRef<Scheduled> replyTo) {}

  private final GatewayEui eui;
  private final GatewaySettings settings;
  private final Clock clock;
  private final TimerScheduler<GatewayCommand> timers;
  private final ActorContext<GatewayCommand> context;
  private final ActorRef<Transmitted> fromConnection;
  private final ConcentratorClock concentrator = new ConcentratorClock();
  private final Map<Long, Transmission> transmissions = new HashMap<>();
  private final GatewayLink link;

  public static Behavior<GatewayCommand> create(
      GatewayEui eui, GatewaySettings settings, Clock clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new Gateway(eui, settings, clock, context, timers)));
  }

  private Gateway(
      GatewayEui eui,
      GatewaySettings settings,
      Clock clock,
      ActorContext<GatewayCommand> context,
      TimerScheduler<GatewayCommand> timers) {
    super(PersistenceId.of(TYPE_KEY.name(), eui.toString()), Restart.WITH_BACKOFF);
    this.eui = eui;
    this.settings = settings;
    this.clock = clock;
    this.context = context;
    this.timers = timers;
    this.link = new GatewayLink(settings.connectedFor());
    this.fromConnection = context.messageAdapter(Transmitted.class, FromConnection::new);
  }

  @Override
  public State emptyState() {
    return new State(Optional.empty(), AirtimeLedger.EMPTY, 0);
  }

  @Override
  public CommandHandlerWithReply<GatewayCommand, Event, State> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(ScheduleDownlink.class, this::onSchedule)
        .onCommand(FromConnection.class, this::onTransmitted)
        .onCommand(TryNextOption.class, this::onTryNextOption)
        .onCommand(ConnectionSilent.class, this::onSilent)
        .onCommand(Connect.class, this::onConnect)
        .onCommand(Disconnect.class, this::onDisconnect)
        .onCommand(ReportStatistics.class, this::onStatistics)
        .onCommand(Register.class, this::onRegister)
        .onCommand(Change.class, this::onChange)
        .onCommand(Remove.class, this::onRemove)
        .onCommand(GetGateway.class, this::onGet)
        .build();
  }

  // Downlinks.

  private ReplyEffect<Event, State> onSchedule(State state, ScheduleDownlink command) {
    var request = command.request();
    var running =
        transmissions.entrySet().stream()
            .filter(its -> its.getValue().request().requestId().equals(request.requestId()))
            .findFirst();
    if (running.isPresent()) {
      var its = running.get().getValue();
      running
          .get()
          .setValue(new Transmission(its.request(), its.option(), its.frame(), command.replyTo()));
      return Effect().noReply(); // asked again: it gets the answer that is on its way
    }
    return schedule(state, request, 0, Outcome.TOO_LATE, command.replyTo());
  }

  /**
   * Claims the first option from {@code from} on that can be had.
   *
   * @param otherwise what is answered when there is none
   */
  private ReplyEffect<Event, State> schedule(
      State state,
      DownlinkRequest request,
      int from,
      Outcome otherwise,
      ActorRef<Scheduled> replyTo) {
    var connection = link.connection(clock.instant());
    if (connection.isEmpty()) {
      return refuse(request, Outcome.NOT_CONNECTED, replyTo);
    }
    var outcome = otherwise;
    var end = concentrator.place(request.tmst(), request.receivedAt());
    for (var i = from; i < request.options().size(); i++) {
      var option = request.options().get(i);
      outcome = check(state, request, option, end + option.delayMicros());
      if (outcome == Outcome.ACCEPTED) {
        return claim(state, request, i, end + option.delayMicros(), connection.get(), replyTo);
      }
    }
    return refuse(request, outcome, replyTo);
  }

  private Outcome check(
      State state, DownlinkRequest request, DownlinkRequest.Option option, long startMicros) {
    if (startsAt(request, option).minus(settings.lead()).isBefore(clock.instant())) {
      return Outcome.TOO_LATE;
    }
    var band = region(state).subBandOf((int) option.radio().frequencyHz());
    if (band.isEmpty()) {
      return Outcome.FREQUENCY_FORBIDDEN;
    }
    if (!state.airtime().allows(band.get(), startMicros, option.airtimeMicros())) {
      return Outcome.DUTY_CYCLE;
    }
    var gap = settings.offAir().toNanos() / 1_000;
    return state.airtime().overlaps(startMicros, option.airtimeMicros(), gap)
        ? Outcome.AIRTIME_CONFLICT
        : Outcome.ACCEPTED;
  }

  private ReplyEffect<Event, State> claim(
      State state,
      DownlinkRequest request,
      int index,
      long startMicros,
      ActorRef<GatewayConnection.Command> connection,
      ActorRef<Scheduled> replyTo) {
    var option = request.options().get(index);
    var id = state.lastTransmissionId() + 1;
    var frame =
        new DownlinkFrame(
            id,
            request.phy(),
            option.radio(),
            (request.tmst() + option.delayMicros()) & 0xffff_ffffL,
            startsAt(request, option),
            power(state, option),
            request.rfChain());
    var emission =
        new AirtimeLedger.Emission(
            id, startMicros, option.airtimeMicros(), option.radio().frequencyHz());
    return Effect()
        .persist(new AirtimeClaimed(emission))
        .thenRun(
            claimed -> {
              transmissions.put(id, new Transmission(request, index, frame, replyTo));
              var left = Duration.between(clock.instant(), frame.startsAt());
              timers.startSingleTimer(
                  id,
                  new ConnectionSilent(id),
                  left.isNegative() ? settings.silentAfter() : left.plus(settings.silentAfter()));
              connection.tell(new GatewayConnection.Transmit(frame, fromConnection));
            })
        .thenNoReply();
  }

  /** The antenna's gain counts for the radiated power, and a gateway does not know it. */
  private static int power(State state, DownlinkRequest.Option option) {
    var gain = state.registration().map(GatewayRegistration::antennaGainDb).orElse(0f);
    return Math.round(option.powerDbm() - gain);
  }

  private static Instant startsAt(DownlinkRequest request, DownlinkRequest.Option option) {
    return request.receivedAt().plusNanos(option.delayMicros() * 1_000);
  }

  private ReplyEffect<Event, State> onTransmitted(State state, FromConnection message) {
    var id = message.transmitted().transmissionId();
    var transmission = transmissions.remove(id);
    if (transmission == null) {
      return Effect().noReply();
    }
    timers.cancel(id);
    var result = message.transmitted().result();
    if (result.accepted()) {
      link.sent();
      return answer(transmission, Outcome.ACCEPTED);
    }
    if (result == GatewayConnection.Result.NO_ANSWER) {
      return answer(transmission, Outcome.UNKNOWN); // it may be on the air: the claim stays
    }
    link.refused();
    var otherwise =
        result == GatewayConnection.Result.NOT_CONNECTED
            ? Outcome.NOT_CONNECTED
            : Outcome.GATEWAY_REFUSED;
    context
        .getLog()
        .debug("gateway {} refused {}: {}", eui, transmission.request().requestId(), result);
    return Effect()
        .persist(new AirtimeReleased(id))
        .thenRun(
            released ->
                context
                    .getSelf()
                    .tell(
                        new TryNextOption(
                            transmission.request(),
                            transmission.option() + 1,
                            otherwise,
                            transmission.replyTo())))
        .thenNoReply();
  }

  private record TryNextOption(
      DownlinkRequest request, int option, Outcome otherwise, ActorRef<Scheduled> replyTo)
      implements GatewayInternal {}

  private ReplyEffect<Event, State> onTryNextOption(State state, TryNextOption next) {
    return schedule(state, next.request(), next.option(), next.otherwise(), next.replyTo());
  }

  private ReplyEffect<Event, State> onSilent(State state, ConnectionSilent silent) {
    var transmission = transmissions.remove(silent.transmissionId());
    return transmission == null ? Effect().noReply() : answer(transmission, Outcome.UNKNOWN);
  }

  private ReplyEffect<Event, State> answer(Transmission transmission, Outcome outcome) {
    var frame =
        outcome == Outcome.ACCEPTED
            ? Optional.of(transmission.frame())
            : Optional.<DownlinkFrame>empty();
    return Effect()
        .reply(
            transmission.replyTo(),
            new Scheduled(transmission.request().requestId(), outcome, frame));
  }

  private ReplyEffect<Event, State> refuse(
      DownlinkRequest request, Outcome outcome, ActorRef<Scheduled> replyTo) {
    return Effect().reply(replyTo, new Scheduled(request.requestId(), outcome, Optional.empty()));
  }

  private Region region(State state) {
    var plan =
        state
            .registration()
            .map(GatewayRegistration::frequencyPlan)
            .orElse(settings.defaultFrequencyPlan());
    return Region.named(plan).orElseThrow();
  }

  // Connection.

  private ReplyEffect<Event, State> onConnect(State state, Connect command) {
    if (state.registration().isEmpty() && !settings.acceptUnknown()) {
      return Effect().reply(command.replyTo(), new Refused(GatewayCommand.Reason.NOT_REGISTERED));
    }
    link.connect(command);
    var registration = state.registration();
    return Effect()
        .reply(
            command.replyTo(),
            new Connected(
                registration.map(GatewayRegistration::gatewayId).orElse("eui-" + eui),
                region(state).ttnId(),
                registration.flatMap(GatewayRegistration::location)));
  }

  private ReplyEffect<Event, State> onDisconnect(State state, Disconnect command) {
    link.disconnect(command);
    return Effect().noReply();
  }

  private ReplyEffect<Event, State> onStatistics(State state, ReportStatistics command) {
    link.report(command.statistics());
    return Effect().noReply();
  }

  // Registration.

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
    for (var band : region(state).subBands()) {
      use.put(name(band), state.airtime().use(band, atMicros));
    }
    return Effect()
        .reply(
            command.replyTo(),
            new GatewayDetails(state.registration(), link.status(command.at(), use)));
  }

  private static String name(SubBand band) {
    return "%.3f-%.3f".formatted(band.lowHz() / 1e6, band.highHz() / 1e6);
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
