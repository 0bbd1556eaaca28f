package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.gateway.Gateway.AirtimeClaimed;
import io.lorikeet.actors.gateway.Gateway.AirtimeReleased;
import io.lorikeet.actors.gateway.Gateway.Event;
import io.lorikeet.actors.gateway.Gateway.State;
import io.lorikeet.actors.gateway.GatewayCommand.Outcome;
import io.lorikeet.actors.gateway.GatewayCommand.ScheduleDownlink;
import io.lorikeet.actors.gateway.GatewayCommand.Scheduled;
import io.lorikeet.actors.gateway.GatewayConnection.Transmitted;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway's downlinks: which of them it can transmit, and what has become of them. Belongs to one
 * {@link Gateway}.
 */
final class GatewayDownlinks {

  record FromConnection(Transmitted transmitted) implements GatewayInternal {}

  record ConnectionSilent(long transmissionId) implements GatewayInternal {}

  /** A request on its way through its options. */
  private record Transmission(
      DownlinkRequest request, int option, DownlinkFrame frame, ActorRef<Scheduled> replyTo) {}

  private final GatewayEui eui;
  private final GatewaySettings settings;
  private final Clock clock;
  private final TimerScheduler<GatewayCommand> timers;
  private final ActorContext<GatewayCommand> context;
  private final GatewayLink link;
  private final EffectFactories<Event, State> effect;
  private final ActorRef<Transmitted> fromConnection;
  private final ConcentratorClock concentrator = new ConcentratorClock();
  private final Map<Long, Transmission> transmissions = new HashMap<>();

  /**
   * @param effect makes the effects of the gateway's command handlers
   */
  GatewayDownlinks(
      GatewayEui eui,
      GatewaySettings settings,
      Clock clock,
      ActorContext<GatewayCommand> context,
      TimerScheduler<GatewayCommand> timers,
      GatewayLink link,
      EffectFactories<Event, State> effect) {
    this.eui = eui;
    this.settings = settings;
    this.clock = clock;
    this.context = context;
    this.timers = timers;
    this.link = link;
    this.effect = effect;
    this.fromConnection = context.messageAdapter(Transmitted.class, FromConnection::new);
  }

  ReplyEffect<Event, State> onSchedule(State state, ScheduleDownlink command) {
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
      return effect.noReply(); // asked again: it gets the answer that is on its way
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
    var band = state.region(settings).subBandOf((int) option.radio().frequencyHz());
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
    return effect
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

  ReplyEffect<Event, State> onTransmitted(State state, FromConnection message) {
    var id = message.transmitted().transmissionId();
    var transmission = transmissions.remove(id);
    if (transmission == null) {
      return effect.noReply();
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
    return effect
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

  record TryNextOption(
      DownlinkRequest request, int option, Outcome otherwise, ActorRef<Scheduled> replyTo)
      implements GatewayInternal {}

  ReplyEffect<Event, State> onTryNextOption(State state, TryNextOption next) {
    return schedule(state, next.request(), next.option(), next.otherwise(), next.replyTo());
  }

  ReplyEffect<Event, State> onSilent(State state, ConnectionSilent silent) {
    var transmission = transmissions.remove(silent.transmissionId());
    return transmission == null ? effect.noReply() : answer(transmission, Outcome.UNKNOWN);
  }

  private ReplyEffect<Event, State> answer(Transmission transmission, Outcome outcome) {
    var frame =
        outcome == Outcome.ACCEPTED
            ? Optional.of(transmission.frame())
            : Optional.<DownlinkFrame>empty();
    return effect.reply(
        transmission.replyTo(), new Scheduled(transmission.request().requestId(), outcome, frame));
  }

  private ReplyEffect<Event, State> refuse(
      DownlinkRequest request, Outcome outcome, ActorRef<Scheduled> replyTo) {
    return effect.reply(replyTo, new Scheduled(request.requestId(), outcome, Optional.empty()));
  }
}
