package io.lorikeet.gatewaybridge.semtech;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.gatewaybridge.semtech.Downlinks.AnswerOverdue;
import io.lorikeet.gatewaybridge.semtech.Downlinks.HandOver;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.Malformed;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.PullData;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.PushData;
import io.lorikeet.gatewaybridge.semtech.SemtechDatagram.TxAck;
import io.lorikeet.protocol.id.GatewayEui;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The connection of one gateway that speaks Semtech's UDP protocol, on the node that hears it. What
 * it hears it holds until the network has settled it; what it is to transmit goes to where the
 * gateway's last PULL_DATA came from.
 */
final class SemtechConnection extends AbstractBehavior<GatewayConnection.Command> {

  /** How a gateway's entity knows this kind of connection. */
  static final String PROTOCOL = "semtech-udp";

  /** Some held frames may be due to be sent again. */
  record ResendDue() implements GatewayConnection.Command {}

  /** What is held may be lost, with a node that had been given it. */
  record HandOverAgain() implements GatewayConnection.Command {}

  /** Time for reports, and to see what has expired. */
  record CheckUp() implements GatewayConnection.Command {}

  /**
   * Stop as soon as nothing is held. The gateway's entity hears which frames the gateway does not
   * have: another gateway may transmit them.
   */
  record Drain() implements GatewayConnection.Command {}

  private record DrainOverdue() implements GatewayConnection.Command {}

  private record GatewayAnswered(GatewayCommand.Reply reply) implements GatewayConnection.Command {}

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

  private final GatewayEui gateway;
  private final SemtechSettings settings;
  private final Outside outside;
  private final Lane lane;
  private final ActorRef<SemtechGateways.Command> parent;
  private final TimerScheduler<GatewayConnection.Command> timers;
  private final ActorRef<GatewayCommand.Reply> gatewayAnswers;

  private final SourcePin pin;
  private final TokenBucket bucket;
  private final DuplicateFilter duplicates;
  private final Registration registration;
  private final GatewayCounts counts = new GatewayCounts();
  private final Uplinks uplinks;
  private final Downlinks downlinks;
  private Optional<DownlinkPath> path = Optional.empty();
  private boolean draining;

  static Behavior<GatewayConnection.Command> create(
      GatewayEui gateway,
      SemtechSettings settings,
      Outside outside,
      Lane lane,
      ActorRef<SemtechGateways.Command> parent) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new SemtechConnection(
                        context, timers, gateway, settings, outside, lane, parent)));
  }

  private SemtechConnection(
      ActorContext<GatewayConnection.Command> context,
      TimerScheduler<GatewayConnection.Command> timers,
      GatewayEui gateway,
      SemtechSettings settings,
      Outside outside,
      Lane lane,
      ActorRef<SemtechGateways.Command> parent) {
    super(context);
    this.gateway = gateway;
    this.settings = settings;
    this.outside = outside;
    this.lane = lane;
    this.parent = parent;
    this.timers = timers;
    this.gatewayAnswers = context.messageAdapter(GatewayCommand.Reply.class, GatewayAnswered::new);
    long firstId = outside.receptionIds().getAsLong();
    this.pin = new SourcePin(settings.session());
    this.bucket = new TokenBucket(settings.uplinks().rate(), now());
    this.duplicates = new DuplicateFilter(settings.uplinks().duplicateWindow());
    this.registration = new Registration(settings.session());
    this.uplinks =
        new Uplinks(gateway, settings.uplinks().hold(), outside, counts, context, timers, firstId);
    this.downlinks =
        new Downlinks(
            gateway,
            outside,
            settings.downlinks(),
            timers,
            this::downlinkPath,
            (int) (firstId & 0xffff));
    timers.startTimerWithFixedDelay(new CheckUp(), settings.session().reportInterval());
  }

  @Override
  public Receive<GatewayConnection.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Datagram.class, this::onDatagram)
        .onMessage(Uplinks.FrameSettled.class, this::onSettled)
        .onMessage(GatewayConnection.Transmit.class, this::onTransmit)
        .onMessage(GatewayConnection.Acknowledged.class, this::onAcknowledged)
        .onMessage(ResendDue.class, due -> onResendDue())
        .onMessage(HandOverAgain.class, again -> onHandOverAgain())
        .onMessage(GatewayConnection.ConnectAgain.class, again -> onConnectAgain())
        .onMessage(HandOver.class, this::onHandOver)
        .onMessage(AnswerOverdue.class, this::onAnswerOverdue)
        .onMessage(GatewayAnswered.class, this::onGatewayAnswered)
        .onMessage(CheckUp.class, due -> onCheckUp())
        .onMessage(Drain.class, drain -> onDrain())
        .onMessage(DrainOverdue.class, overdue -> onDrainOverdue())
        .onSignal(PostStop.class, stopped -> onPostStop())
        .build();
  }

  private Behavior<GatewayConnection.Command> onDatagram(Datagram datagram) {
    lane.release(datagram.bytes().length);
    long at = datagram.receivedAtMillis();
    boolean push = SemtechHeader.type(datagram.bytes()) == SemtechHeader.PUSH_DATA;
    // Whatever can be refused without reading the JSON is refused without.
    if (!pin.admits(datagram.source(), at)) {
      outside.meters().dropped(DropReason.SOURCE_PINNED);
    } else if (push && !bucket.open(at)) {
      outside.meters().dropped(DropReason.RATE_LIMITED);
      counts.rateLimited();
    } else if (push && duplicates.seen(datagram.bytes(), at)) {
      outside.meters().dropped(DropReason.DUPLICATE);
    } else {
      read(datagram.bytes(), datagram.source(), at);
    }
    return this;
  }

  private void read(byte[] bytes, InetSocketAddress source, long at) {
    var datagram = SemtechDatagram.parse(bytes);
    if (datagram instanceof Malformed malformed) {
      outside.meters().dropped(malformed.reason());
      counts.malformed();
      bucket.spend(1);
      return;
    }
    pin.heard(source, at);
    if (datagram instanceof PushData push) {
      onPush(push, source, at);
    } else if (datagram instanceof PullData pull) {
      if (livePath(at).isEmpty()) {
        registration.disconnected(); // downlinks find a way that there was not before
      }
      path = Optional.of(new DownlinkPath(source, pull.version(), at));
      askWhenDue(source, at);
    } else if (datagram instanceof TxAck ack) {
      onTxAck(ack, at);
    } else {
      throw new IllegalStateException("datagram: " + datagram.getClass());
    }
  }

  private void onPush(PushData push, InetSocketAddress source, long at) {
    bucket.spend(Math.max(1, push.received().size() + push.dropped().size()));
    for (var reason : push.dropped()) {
      outside.meters().dropped(reason);
      if (reason == DropReason.BAD_CRC) {
        counts.badCrc();
      }
    }
    push.stat().flatMap(GatewayStat::location).ifPresent(counts::location);
    if (registration.connected().isEmpty()) {
      askWhenDue(source, at);
    }
    uplinks.receive(push.received(), at, registration);
  }

  private void onTxAck(TxAck ack, long at) {
    var said = new GatewayConnection.Acknowledged(ack.token(), ack.result());
    var roundTrip = downlinks.answer(said, at);
    if (roundTrip.isPresent()) {
      counts.roundTrip(roundTrip.getAsLong());
    } else if (registration.connected().isEmpty()) {
      outside.meters().dropped(DropReason.UNKNOWN_TOKEN);
    } else if (bucket.open(at)) {
      bucket.spend(1);
      outside.gateways().tell(gateway, new GatewayCommand.PassOn(said, getContext().getSelf()));
    } else {
      outside.meters().dropped(DropReason.RATE_LIMITED);
      counts.rateLimited();
    }
  }

  /** Heard by another node; or by this one, and no other has asked. */
  private Behavior<GatewayConnection.Command> onAcknowledged(GatewayConnection.Acknowledged said) {
    downlinks
        .answer(said, now())
        .ifPresentOrElse(
            counts::roundTrip, () -> outside.meters().dropped(DropReason.UNKNOWN_TOKEN));
    return this;
  }

  private void askWhenDue(InetSocketAddress source, long at) {
    if (draining || !registration.due(at)) {
      return;
    }
    registration.asked(at);
    outside
        .gateways()
        .tell(
            gateway,
            new GatewayCommand.Connect(
                getContext().getSelf(),
                PROTOCOL,
                source.getAddress().getHostAddress() + ":" + source.getPort(),
                Instant.ofEpochMilli(at),
                livePath(at).isEmpty(),
                gatewayAnswers));
  }

  private Behavior<GatewayConnection.Command> onGatewayAnswered(GatewayAnswered answered) {
    registration.answered(answered.reply());
    uplinks.registered(registration);
    return this;
  }

  private Behavior<GatewayConnection.Command> onSettled(Uplinks.FrameSettled settled) {
    uplinks.settled(settled);
    return stoppedWhenDrained();
  }

  private Behavior<GatewayConnection.Command> onResendDue() {
    uplinks.resend();
    return stoppedWhenDrained();
  }

  private Behavior<GatewayConnection.Command> onHandOverAgain() {
    uplinks.handOverAgain();
    return this;
  }

  private Behavior<GatewayConnection.Command> onTransmit(GatewayConnection.Transmit request) {
    downlinks.transmit(request);
    return this;
  }

  private Behavior<GatewayConnection.Command> onConnectAgain() {
    registration.disconnected();
    livePath().ifPresent(known -> askWhenDue(known.address(), now()));
    return this;
  }

  private Behavior<GatewayConnection.Command> onHandOver(HandOver due) {
    downlinks.handOver(due);
    return this;
  }

  private Behavior<GatewayConnection.Command> onAnswerOverdue(AnswerOverdue due) {
    downlinks.overdue(due);
    return this;
  }

  private Behavior<GatewayConnection.Command> onCheckUp() {
    long now = now();
    downlinks.forgetOld();
    uplinks.expireWaiting(now);
    if (path.isPresent() && livePath().isEmpty()) {
      path = Optional.empty();
      disconnect(now);
    }
    if (uplinks.waiting()) {
      // The question or its answer was lost.
      pin.source().ifPresent(source -> askWhenDue(source, now));
    }
    if (registration.connected().isPresent()) {
      counts
          .report(pin.heardAt())
          .ifPresent(
              statistics ->
                  outside
                      .gateways()
                      .tell(gateway, new GatewayCommand.ReportStatistics(statistics)));
    }
    if (now - pin.heardAt() >= idleTimeout().toMillis()) {
      parent.tell(new SemtechGateways.Retire(gateway, getContext().getSelf()));
    }
    return this;
  }

  /** Of what nobody has registered little is kept, and not for long. */
  private Duration idleTimeout() {
    return registration.refused()
        ? settings.session().unknownRetry().multipliedBy(2)
        : settings.session().idleTimeout();
  }

  private Behavior<GatewayConnection.Command> onDrain() {
    if (!draining) {
      draining = true;
      disconnect(now());
      downlinks.abandon();
      uplinks.handOverAll();
      timers.startSingleTimer(new DrainOverdue(), DRAIN_TIMEOUT);
    }
    return stoppedWhenDrained();
  }

  private Behavior<GatewayConnection.Command> onDrainOverdue() {
    return Behaviors.stopped();
  }

  /** Whatever has ended it: the places of what it held are others' now. */
  private Behavior<GatewayConnection.Command> onPostStop() {
    uplinks.abandon();
    return this;
  }

  private Behavior<GatewayConnection.Command> stoppedWhenDrained() {
    return draining && uplinks.isEmpty() ? Behaviors.stopped() : this;
  }

  private void disconnect(long now) {
    registration.disconnected();
    outside
        .gateways()
        .tell(
            gateway,
            new GatewayCommand.Disconnect(getContext().getSelf(), Instant.ofEpochMilli(now)));
  }

  private Optional<DownlinkPath> downlinkPath() {
    return draining ? Optional.empty() : livePath();
  }

  private Optional<DownlinkPath> livePath() {
    return livePath(now());
  }

  private Optional<DownlinkPath> livePath(long at) {
    return path.filter(
        known -> at - known.seenAtMillis() < settings.session().pathTimeout().toMillis());
  }

  private long now() {
    return outside.clock().millis();
  }
}
