package io.lorikeet.actors.multicast;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.multicast.MulticastCommand.GatewayOutcome;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastTaken;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.mac.PingSlotTimes;
import io.lorikeet.protocol.region.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Brings one frame to one gateway after the other, so that no two are on the air at a time: a
 * device between them would hear neither. In class B each has a ping slot of its own.
 */
final class MulticastSender {

  /** Between the end at one gateway and the start at the next. */
  private static final Duration GAP = Duration.ofMillis(100);

  private static final int TX_CHAIN = 0;

  private final MulticastWork work;
  private Optional<Sending> current = Optional.empty();

  /** A frame on its way. */
  private static final class Sending {
    final MulticastSettings settings;
    final MulticastTaken taken;
    final Payload phy;
    final DownlinkRequest.Option option;
    final List<GatewayOutcome> outcomes = new ArrayList<>();
    Instant nextStart;

    Sending(
        MulticastSettings settings,
        MulticastTaken taken,
        Payload phy,
        DownlinkRequest.Option option,
        Instant nextStart) {
      this.settings = settings;
      this.taken = taken;
      this.phy = phy;
      this.option = option;
      this.nextStart = nextStart;
    }

    Optional<ChosenGateway> gateway() {
      return taken.gateways().stream().skip(outcomes.size()).findFirst();
    }

    String requestId() {
      var session = settings.session();
      return session.mcAddr()
          + "-"
          + taken.downlinkId()
          + "-"
          + taken.fCnt()
          + "-"
          + outcomes.size();
    }
  }

  MulticastSender(MulticastWork work) {
    this.work = work;
  }

  boolean busy() {
    return current.isPresent();
  }

  /** Empty when the frame has been with all its gateways; else it goes to the next. */
  Optional<List<GatewayOutcome>> start(
      MulticastSettings settings, MulticastTaken taken, MulticastMessage message, Instant now) {
    var channel = settings.channel();
    var region = work.region(channel);
    var phy = frame(settings.session(), taken.fCnt(), message);
    var radio = Radio.of(channel.frequencyHz(), region.dataRate(channel.dataRate()));
    var option =
        new DownlinkRequest.Option(
            radio,
            0,
            radio.airtimeMicros(phy.size(), false),
            region.downlinkPower(channel.frequencyHz()));
    var first = message.absoluteTime().filter(now::isBefore).orElse(now);
    current = Optional.of(new Sending(settings, taken, phy, option, first));
    return next(now);
  }

  static Payload frame(MulticastSettings.Session session, long fCnt, MulticastMessage message) {
    var payload =
        DataCrypto.crypt(
            session.mcAppSKey(), Direction.DOWN, session.mcAddr(), fCnt, message.payload());
    return DataFrames.sign10(
            new DataFrameSpec(
                MType.UNCONFIRMED_DATA_DOWN,
                session.mcAddr(),
                FCtrl.NONE,
                fCnt,
                Payload.empty(),
                message.port(),
                payload),
            session.mcNwkSKey())
        .phy();
  }

  /** Largest FRMPayload in bytes. */
  static int maxPayload(Region region, MulticastSettings.Channel channel) {
    return region.maxPayload(channel.dataRate()).frmPayload();
  }

  private Optional<List<GatewayOutcome>> next(Instant now) {
    var sending = current.orElseThrow();
    var gateway = sending.gateway();
    while (gateway.isPresent() && gateway.get().eui().isEmpty()) {
      sending.outcomes.add(
          new GatewayOutcome(gateway.get().gatewayId(), "not_registered", Optional.empty()));
      gateway = sending.gateway();
    }
    if (gateway.isEmpty()) {
      current = Optional.empty();
      return Optional.of(sending.outcomes);
    }
    ask(sending, gateway.get(), now);
    return Optional.empty();
  }

  private void ask(Sending sending, ChosenGateway gateway, Instant now) {
    var earliest = sending.nextStart.isBefore(now) ? now : sending.nextStart;
    var start = start(sending.settings.channel(), sending.settings, earliest);
    sending.nextStart = start.at();
    line(sending, gateway).log("multicast downlink scheduled");
    work.neighbours()
        .gateways()
        .tell(
            new ShardingEnvelope<>(
                gateway.eui().orElseThrow().toString(),
                new GatewayCommand.ScheduleDownlink(
                    new DownlinkRequest(
                        sending.requestId(),
                        sending.phy,
                        0,
                        now,
                        TX_CHAIN,
                        List.of(sending.option),
                        Optional.of(start)),
                    now,
                    replies())));
    work.silentAfter(sending.requestId(), Duration.between(now, start.until()));
  }

  private static LoggingEventBuilder line(Sending sending, ChosenGateway gateway) {
    var mcAddr = sending.settings.session().mcAddr();
    return FrameLog.multicast(mcAddr, gateway.eui().orElseThrow(), sending.taken.fCnt());
  }

  private ActorRef<GatewayCommand.Scheduled> replies() {
    return work.scheduled();
  }

  private DownlinkRequest.Start start(
      MulticastSettings.Channel channel, MulticastSettings settings, Instant earliest) {
    return switch (channel.deviceClass()) {
      case B -> {
        var slot =
            PingSlotTimes.next(
                settings.session().mcAddr(),
                channel.pingPeriodicity(),
                earliest.plus(work.unprompted().slotLead()));
        yield new DownlinkRequest.Start(slot, slot, true);
      }
      case A, C ->
          new DownlinkRequest.Start(earliest, earliest.plus(work.unprompted().patience()), false);
    };
  }

  /** The gateway has spoken; gives all outcomes when it was the last. */
  Optional<List<GatewayOutcome>> onScheduled(GatewayCommand.Scheduled scheduled, Instant now) {
    var sending = current.filter(its -> its.requestId().equals(scheduled.requestId())).orElse(null);
    if (sending == null) {
      return Optional.empty();
    }
    var sent = scheduled.frame().map(frame -> frame.startsAt());
    // One that says nothing may be on the air all the same.
    if (sent.isPresent() || scheduled.outcome() == GatewayCommand.Outcome.UNKNOWN) {
      var planned = sent.orElse(sending.nextStart);
      // What is sent as it arrives may have got there late, but not later than its answer here.
      var start = planned.isBefore(now) ? now : planned;
      sending.nextStart = start.plusNanos(sending.option.airtimeMicros() * 1_000).plus(GAP);
    }
    return outcome(sending, scheduled.outcome(), sent, now);
  }

  Optional<List<GatewayOutcome>> onSilence(String requestId, Instant now) {
    return onScheduled(
        new GatewayCommand.Scheduled(requestId, GatewayCommand.Outcome.UNKNOWN, Optional.empty()),
        now);
  }

  private Optional<List<GatewayOutcome>> outcome(
      Sending sending, GatewayCommand.Outcome outcome, Optional<Instant> at, Instant now) {
    work.stopWaiting();
    line(sending, sending.gateway().orElseThrow())
        .addKeyValue("outcome", FrameLog.label(outcome))
        .log(at.isPresent() ? "multicast downlink sent" : "multicast downlink not sent");
    sending.outcomes.add(
        new GatewayOutcome(
            sending.gateway().orElseThrow().gatewayId(),
            outcome.name().toLowerCase(Locale.ROOT),
            at));
    return next(now);
  }

  /** The group is gone, or has other keys. */
  void forget() {
    current = Optional.empty();
    work.stopWaiting();
  }
}
