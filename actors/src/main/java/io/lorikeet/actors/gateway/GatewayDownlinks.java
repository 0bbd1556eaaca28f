package io.lorikeet.actors.gateway;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.Hop;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.NetworkMeters;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.gateway.Gateway.AirtimeClaimed;
import io.lorikeet.actors.gateway.Gateway.AirtimeReleased;
import io.lorikeet.actors.gateway.Gateway.Event;
import io.lorikeet.actors.gateway.Gateway.State;
import io.lorikeet.actors.gateway.GatewayCommand.Outcome;
import io.lorikeet.actors.gateway.GatewayCommand.ScheduleDownlink;
import io.lorikeet.actors.gateway.GatewayCommand.Scheduled;
import io.lorikeet.actors.gateway.GatewayConnection.Transmitted;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway's downlinks: which of them it can transmit, and what has become of them. Belongs to one
 * {@link Gateway}.
 */
final class GatewayDownlinks {

  /** More answers than a gateway can give before a repeated request is too late. */
  private static final int MAX_ANSWERED = 64;

  /**
   * In one write: as many as come in the time of a slow one, and few enough for it to stay small.
   */
  private static final int MAX_CLAIMS = 32;

  /** The word to look at what waits may be dropped when too much is put aside. */
  private static final Duration TELL_AGAIN = Duration.ofSeconds(1);

  record FromConnection(Transmitted transmitted) implements GatewayInternal {}

  record ConnectionSilent(long transmissionId) implements GatewayInternal {}

  record ScheduleWaiting() implements GatewayInternal {}

  private final GatewayEui eui;
  private final GatewaySettings settings;
  private final Clock clock;
  private final TimerScheduler<GatewayCommand> timers;
  private final ActorContext<GatewayCommand> context;
  private final GatewayLink link;
  private final EffectFactories<Event, State> effect;
  private final ActorRef<Transmitted> fromConnection;
  private final ConcentratorClock concentrator = new ConcentratorClock();

  /** Requests of which nothing is claimed yet, by their ids. */
  private final Map<String, ScheduleDownlink> waiting = new LinkedHashMap<>();

  private Instant toldAt = Instant.EPOCH;
  private final Map<Long, Transmission> transmissions = new HashMap<>();
  private final Map<String, Scheduled> answered = new Latest<>(MAX_ANSWERED);
  private final NetworkMeters meters;

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
    this.meters = Meters.network(context.getSystem());
    this.fromConnection = context.messageAdapter(Transmitted.class, FromConnection::new);
  }

  ReplyEffect<Event, State> onSchedule(State state, ScheduleDownlink command) {
    var request = command.request();
    var known = answered.get(request.requestId());
    if (known != null) {
      return effect.reply(command.replyTo(), known); // asked again: it is sent once
    }
    var running =
        transmissions.entrySet().stream()
            .filter(its -> its.getValue().request().requestId().equals(request.requestId()))
            .findFirst();
    if (running.isPresent()) {
      running.get().setValue(running.get().getValue().answering(command.replyTo()));
      return effect.noReply(); // asked again: it gets the answer that is on its way
    }
    if (waiting.isEmpty() || toldAt.plus(TELL_AGAIN).isBefore(clock.instant())) {
      toldAt = clock.instant();
      context.getSelf().tell(new ScheduleWaiting());
    }
    waiting.put(request.requestId(), command);
    return effect.noReply();
  }

  /**
   * Claims airtime for all that has come meanwhile, in one write: a gateway with many devices is
   * asked more often in a second than the store writes one after the other.
   */
  ReplyEffect<Event, State> onScheduleWaiting(State state, ScheduleWaiting command) {
    var claims = new ArrayList<Claim>();
    var next = state;
    for (var ask : List.copyOf(waiting.values())) {
      if (claims.size() == MAX_CLAIMS) {
        context.getSelf().tell(new ScheduleWaiting());
        break;
      }
      waiting.remove(ask.request().requestId());
      var claimed = claim(next, ask, 0, Outcome.TOO_LATE);
      if (claimed.claim().isPresent()) {
        claims.add(claimed.claim().get());
        next = next.on(claimed.claim().get().event());
      } else {
        refuse(ask.request(), claimed.outcome(), ask.replyTo());
      }
    }
    return claims.isEmpty()
        ? effect.noReply()
        : effect
            .persist(claims.stream().<Event>map(Claim::event).toList())
            .thenRun(stored -> claims.forEach(its -> transmit(its.transmission())))
            .thenNoReply();
  }

  /** Whether there is something that it would take with it. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Airtime that is taken as soon as {@code event} is stored. */
  private record Claim(AirtimeClaimed event, Transmission transmission) {}

  /** Empty: there is none, and why. */
  private record Claimed(Optional<Claim> claim, Outcome outcome) {}

  /**
   * Looks for the first option from {@code from} on that can be had.
   *
   * @param otherwise what is answered when there is none
   */
  private Claimed claim(State state, ScheduleDownlink asked, int from, Outcome otherwise) {
    var request = asked.request();
    var connection = link.connection(clock.instant());
    if (connection.isEmpty()) {
      return new Claimed(Optional.empty(), Outcome.NOT_CONNECTED);
    }
    var outcome = otherwise;
    for (var i = from; i < request.options().size(); i++) {
      var option = request.options().get(i);
      var moment = moment(state, request, option);
      outcome = moment.map(its -> check(state, option, its)).orElse(Outcome.AIRTIME_CONFLICT);
      if (outcome == Outcome.ACCEPTED) {
        var frame = frame(state, request, option, moment.orElseThrow());
        var event =
            new AirtimeClaimed(
                new AirtimeLedger.Emission(
                    frame.transmissionId(),
                    moment.orElseThrow().micros(),
                    option.airtimeMicros(),
                    option.radio().frequencyHz()));
        var transmission = new Transmission(asked, i, frame, connection.get());
        return new Claimed(Optional.of(new Claim(event, transmission)), outcome);
      }
    }
    return new Claimed(Optional.empty(), outcome);
  }

  /** What may be sent where: duty cycles do not depend on the revision. */
  Region region(State state) {
    return FrequencyPlans.of(context.getSystem())
        .region(state.frequencyPlan(settings), Revision.DEFAULT);
  }

  /**
   * When a frame would be on the air.
   *
   * @param micros on the gateway's line of time
   * @param at on the network's clock
   * @param latest when the gateway must have it
   */
  private record Moment(long micros, Instant at, Instant latest, DownlinkFrame.Timing timing) {}

  /** Empty where the request leaves the moment open and there is none. */
  private Optional<Moment> moment(
      State state, DownlinkRequest request, DownlinkRequest.Option option) {
    if (request.start().isEmpty()) {
      var end = concentrator.place(request.tmst(), request.receivedAt());
      var at = startsAt(request, option);
      return Optional.of(
          new Moment(
              end + option.delayMicros(),
              at,
              at.minus(settings.lead()),
              DownlinkFrame.Timing.COUNTER));
    }
    var start = request.start().get();
    if (start.byGps()) {
      return Optional.of(
          new Moment(
              concentrator.at(start.at()),
              start.at(),
              start.at().minus(settings.lead()),
              DownlinkFrame.Timing.GPS));
    }
    var now = clock.instant();
    var from = start.at().isBefore(now) ? now : start.at();
    var fromMicros = concentrator.at(from);
    var latest = start.until().isBefore(from) ? from : start.until();
    var free =
        state
            .airtime()
            .firstFree(fromMicros, concentrator.at(latest), option.airtimeMicros(), gapMicros());
    return free.isPresent()
        ? Optional.of(
            new Moment(
                free.getAsLong(),
                from.plusNanos((free.getAsLong() - fromMicros) * 1_000),
                start.until(),
                DownlinkFrame.Timing.ARRIVAL))
        : Optional.empty();
  }

  private long gapMicros() {
    return settings.offAir().toNanos() / 1_000;
  }

  private Outcome check(State state, DownlinkRequest.Option option, Moment moment) {
    if (moment.latest().isBefore(clock.instant())) {
      return Outcome.TOO_LATE;
    }
    var band = region(state).subBandOf(option.radio().frequencyHz());
    if (band.isEmpty()) {
      return Outcome.FREQUENCY_FORBIDDEN;
    }
    if (!state.airtime().allows(band.get(), moment.micros(), option.airtimeMicros())) {
      return Outcome.DUTY_CYCLE;
    }
    return state.airtime().overlaps(moment.micros(), option.airtimeMicros(), gapMicros())
        ? Outcome.AIRTIME_CONFLICT
        : Outcome.ACCEPTED;
  }

  private static DownlinkFrame frame(
      State state, DownlinkRequest request, DownlinkRequest.Option option, Moment moment) {
    return new DownlinkFrame(
        state.lastTransmissionId() + 1,
        request.phy(),
        option.radio(),
        (request.tmst() + option.delayMicros()) & 0xffff_ffffL,
        moment.at(),
        power(state, option),
        request.rfChain(),
        moment.timing());
  }

  /** Hands a frame over whose airtime is claimed. */
  private void transmit(Transmission transmission) {
    meters.reached(Hop.DOWNLINK_CLAIMED, transmission.since(), clock);
    var frame = transmission.frame();
    long id = frame.transmissionId();
    transmissions.put(id, transmission);
    var left = Duration.between(clock.instant(), frame.startsAt());
    timers.startSingleTimer(
        id,
        new ConnectionSilent(id),
        left.isNegative() ? settings.silentAfter() : left.plus(settings.silentAfter()));
    transmission.connection().tell(new GatewayConnection.Transmit(frame, fromConnection));
  }

  /**
   * The gateway is connected elsewhere now: what it has not transmitted yet goes there, too. Should
   * it have both already, it takes one of them.
   */
  void moved(ActorRef<GatewayConnection.Command> connection) {
    var latest = clock.instant().plus(settings.lead());
    for (var its : transmissions.entrySet()) {
      var frame = its.getValue().frame();
      if (frame.startsAt().isAfter(latest)) {
        its.setValue(its.getValue().by(connection));
        connection.tell(new GatewayConnection.Transmit(frame, fromConnection));
      }
    }
  }

  /** To the others that have a frame, which is one, or two while the gateway moves. */
  void passOn(GatewayCommand.PassOn command) {
    var others =
        transmissions.values().stream()
            .map(Transmission::connection)
            .filter(its -> !its.equals(command.heardBy()))
            .distinct()
            .toList();
    (others.isEmpty() ? List.of(command.heardBy()) : others)
        .forEach(its -> its.tell(command.said()));
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
      meters.reached(Hop.DOWNLINK_ACKNOWLEDGED, transmission.since(), clock);
      return answer(transmission, Outcome.ACCEPTED);
    }
    if (result == GatewayConnection.Result.NO_ANSWER) {
      return answer(transmission, Outcome.UNKNOWN); // it may be on the air: the claim stays
    }
    link.refused();
    boolean gone = result == GatewayConnection.Result.NOT_CONNECTED;
    boolean everywhere = gone && link.isBy(transmission.connection());
    var otherwise = everywhere ? Outcome.NOT_CONNECTED : Outcome.GATEWAY_REFUSED;
    context
        .getLog()
        .debug("gateway {} refused {}: {}", eui, transmission.request().requestId(), result);
    var released = new AirtimeReleased(id);
    // Of one that is gone no other window will do better; that it is gone may be heard later.
    var claimed =
        everywhere
            ? new Claimed(Optional.empty(), otherwise)
            : claim(state.on(released), transmission.asked(), transmission.option() + 1, otherwise);
    if (claimed.claim().isEmpty()) {
      refuse(transmission.request(), claimed.outcome(), transmission.replyTo());
      return effect.persist(released).thenNoReply();
    }
    var next = claimed.claim().get();
    return effect
        .persist(List.of(released, next.event()))
        .thenRun(stored -> transmit(next.transmission()))
        .thenNoReply();
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
    var scheduled = new Scheduled(transmission.request().requestId(), outcome, frame);
    remember(scheduled);
    return effect.reply(transmission.replyTo(), scheduled);
  }

  private void refuse(DownlinkRequest request, Outcome outcome, ActorRef<Scheduled> replyTo) {
    var scheduled = new Scheduled(request.requestId(), outcome, Optional.empty());
    remember(scheduled);
    replyTo.tell(scheduled);
  }

  private void remember(Scheduled scheduled) {
    meters.downlink(scheduled.outcome());
    answered.put(scheduled.requestId(), scheduled);
  }
}
