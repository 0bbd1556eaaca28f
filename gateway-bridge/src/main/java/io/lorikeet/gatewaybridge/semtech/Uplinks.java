package io.lorikeet.gatewaybridge.semtech;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.gateway.GatewayCommand.Connected;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.actors.router.Location;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.actors.router.Reception.Fix;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The frames that a gateway heard, until the network has settled them. */
final class Uplinks {

  /** The network's word on a frame. */
  record FrameSettled(UplinkFrame.Settled settled) implements GatewayConnection.Command {}

  private record Waiting(ReceivedPacket packet, long receivedAtMillis) {}

  /** Fine enough for delays of a second, and rare enough to cost nothing. */
  private static final Duration RESEND_TICK = Duration.ofMillis(250);

  /**
   * Its own, and one more while the node may have more under way. Other gateways want some, too.
   */
  private static final int TURNS = 2;

  private static final SemtechConnection.ResendDue RESEND_DUE = new SemtechConnection.ResendDue();

  private final GatewayEui gateway;
  private final SemtechSettings.Hold settings;
  private final Outside outside;
  private final GatewayCounts counts;
  private final TimerScheduler<GatewayConnection.Command> timers;
  private final ActorRef<UplinkFrame.Settled> settledTo;
  private final HeldFrames held;

  /** What came before it was known whose gateway this is; at most {@code max-waiting}. */
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** Ticks only while something is held; a silent gateway costs nothing. */
  private boolean ticking;

  private long nextId;

  Uplinks(
      GatewayEui gateway,
      SemtechSettings.Hold settings,
      Outside outside,
      GatewayCounts counts,
      ActorContext<GatewayConnection.Command> context,
      TimerScheduler<GatewayConnection.Command> timers,
      long firstId) {
    this.gateway = gateway;
    this.settings = settings;
    this.outside = outside;
    this.counts = counts;
    this.timers = timers;
    this.settledTo = context.messageAdapter(UplinkFrame.Settled.class, FrameSettled::new);
    this.held = new HeldFrames(settings, outside.settleTime(), outside.limit(), this::superseded);
    this.nextId = firstId;
  }

  void receive(List<ReceivedPacket> packets, long atMillis, Registration registration) {
    for (var packet : packets) {
      if (registration.connected().isPresent()) {
        route(packet, atMillis, registration.connected().get());
      } else if (registration.refused()) {
        outside.meters().dropped(DropReason.UNKNOWN_GATEWAY);
      } else if (waiting.size() < settings.maxWaiting() && outside.admission().admitStranger()) {
        waiting.add(new Waiting(packet, atMillis));
      } else {
        outside.meters().dropped(DropReason.OVERLOADED);
      }
    }
  }

  /** Whose gateway it is has become known, or that it is nobody's. */
  void registered(Registration registration) {
    while (!waiting.isEmpty() && (registration.refused() || registration.connected().isPresent())) {
      var next = nextWaiting();
      receive(List.of(next.packet), next.receivedAtMillis, registration);
    }
  }

  private Waiting nextWaiting() {
    outside.admission().releasedStrangers(1);
    return waiting.remove();
  }

  private void route(ReceivedPacket packet, long atMillis, Connected connected) {
    if (!makeRoom()) {
      outside.meters().dropped(DropReason.OVERLOADED);
      return;
    }
    var frame =
        new UplinkFrame(
            nextId++,
            packet.phy(),
            packet.radio(),
            new Reception(
                gateway,
                connected.gatewayId(),
                packet.tmst(),
                Instant.ofEpochMilli(atMillis),
                packet.signal(),
                packet.path(),
                fix(packet.fix(), connected.location())),
            settledTo);
    if (!ticking) {
      ticking = true;
      timers.startTimerWithFixedDelay(RESEND_DUE, RESEND_TICK);
    }
    long now = outside.clock().millis();
    FrameLog.heard(frame);
    outside.meters().uplink();
    counts.uplink();
    outside.meters().resent(held.add(frame, now, outside.router()::route));
  }

  /** Where there is none the oldest frame in line makes way: it may be too late already. */
  private boolean makeRoom() {
    if (!held.full() && outside.admission().admit()) {
      return true;
    }
    var dropped = held.dropOldest();
    dropped.ifPresent(
        id -> {
          outside.meters().dropped(DropReason.OVERLOADED);
          FrameLog.expired(gateway, id);
        });
    return dropped.isPresent();
  }

  /** The operator's word on the place outweighs the gateway's. */
  private Fix fix(Fix fix, Optional<Location> registered) {
    var place = registered.isPresent() ? registered : counts.location();
    return place.isEmpty() ? fix : new Fix(fix.time(), fix.fineTimestamp(), place);
  }

  void settled(FrameSettled answer) {
    long now = outside.clock().millis();
    if (held.settle(answer.settled(), now)) {
      outside.admission().released(1);
      FrameLog.settled(gateway, answer.settled());
    }
    outside.meters().resent(held.next(TURNS, now, outside.router()::route));
  }

  private void superseded(long receptionId) {
    outside.admission().released(1);
    FrameLog.settled(gateway, new UplinkFrame.Settled(receptionId, UplinkFrame.Outcome.REPEATED));
  }

  void resend() {
    long now = outside.clock().millis();
    int expired = held.expire(now, id -> FrameLog.expired(gateway, id));
    outside.admission().released(expired);
    outside.meters().dropped(DropReason.UNACKNOWLEDGED, expired);
    outside.meters().resent(held.resend(now, outside.router()::route));
    if (held.isEmpty()) {
      ticking = false;
      timers.cancel(RESEND_DUE);
    }
  }

  /** Hands all that is held over again: what a node had been given is lost with it. */
  void handOverAgain() {
    outside.meters().resent(held.resendAll(outside.clock().millis(), outside.router()::route));
  }

  /** There will be no other time for what waits. */
  void handOverAll() {
    held.flush(outside.clock().millis(), outside.router()::route);
  }

  /** Forgets what has waited for too long. */
  void expireWaiting(long nowMillis) {
    long before = nowMillis - settings.holdTime().toMillis();
    while (!waiting.isEmpty() && waiting.peek().receivedAtMillis <= before) {
      nextWaiting();
      outside.meters().dropped(DropReason.UNACKNOWLEDGED);
    }
  }

  /** Whether something waits to learn whose gateway this is. */
  boolean waiting() {
    return !waiting.isEmpty();
  }

  /** Gives up all that is held. */
  void abandon() {
    outside.admission().released(held.size());
    outside.admission().releasedStrangers(waiting.size());
    outside.meters().dropped(DropReason.UNACKNOWLEDGED, held.size() + waiting.size());
    waiting.clear();
    held.clear();
  }

  boolean isEmpty() {
    return held.isEmpty() && waiting.isEmpty();
  }
}
