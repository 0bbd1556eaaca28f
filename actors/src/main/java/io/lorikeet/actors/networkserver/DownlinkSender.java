package io.lorikeet.actors.networkserver;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Brings one frame at a time to a gateway, for one device: asks the best gateway, and the next when
 * it refuses or is silent, as long as a window is ahead. It holds nothing durable: what it sends
 * has used up its counter already, and what it cannot finish is reported as unknown.
 */
final class DownlinkSender {

  private final String timer;
  private final SessionWork work;
  private final ActorRef<GatewayCommand.Scheduled> replies;
  private Optional<DownlinkAttempt> attempt = Optional.empty();

  /**
   * @param timer its key, which no other timer of the device has
   */
  DownlinkSender(String timer, SessionWork work, ActorRef<GatewayCommand.Scheduled> replies) {
    this.timer = timer;
    this.work = work;
    this.replies = replies;
  }

  /** No gateway has answered in time. */
  record GatewaySilent(String requestId) implements DeviceSessionCommand {}

  /** Whether a frame is on its way whose outcome is open. */
  boolean busy() {
    return attempt.isPresent();
  }

  /** Sends a frame; one that is still under way is given up as unknown. */
  void send(DownlinkAttempt next) {
    attempt.ifPresent(current -> finish(current.withoutNext(true)));
    ask(next);
  }

  private void ask(DownlinkAttempt left) {
    var now = work.clock().instant();
    var next = left.from(now.plus(work.settings().gatewayLead()));
    if (next.steps().isEmpty()) {
      finish(next);
      return;
    }
    attempt = Optional.of(next);
    work.neighbours()
        .gateways()
        .tell(
            new ShardingEnvelope<>(
                next.next().gateway().toString(),
                new GatewayCommand.ScheduleDownlink(next.request(), now, replies)));
    work.timers().startSingleTimer(timer, new GatewaySilent(next.requestId()), patience(next, now));
  }

  /**
   * All that is left, or half of it if others can be asked for the same window. When the windows
   * are far ahead, as after a join, the frame waits in the gateway's connection, and until it is
   * handed over silence means nothing: to ask another gateway would have both transmit.
   */
  private Duration patience(DownlinkAttempt next, Instant now) {
    var lead = work.settings().gatewayLead();
    var left = Duration.between(now, next.lastStart().minus(lead));
    var share = (next.others() > 0 ? left.dividedBy(2) : left).plus(lead);
    var handOver = Duration.between(now, next.lastStart().minus(work.settings().silentBefore()));
    return share.compareTo(handOver) < 0 ? handOver : share;
  }

  void onScheduled(GatewayCommand.Scheduled scheduled) {
    var current = attempt.filter(its -> its.requestId().equals(scheduled.requestId()));
    if (current.isEmpty()) {
      return;
    }
    switch (scheduled.outcome()) {
      case ACCEPTED -> accepted(current.get(), scheduled.frame().orElseThrow());
      case UNKNOWN -> ask(current.get().withoutNext(true));
      case NOT_CONNECTED -> ask(current.get().withoutGateway());
      case TOO_LATE, AIRTIME_CONFLICT, DUTY_CYCLE, FREQUENCY_FORBIDDEN, GATEWAY_REFUSED ->
          ask(current.get().withoutNext(false));
    }
  }

  void onSilence(GatewaySilent silent) {
    attempt
        .filter(current -> current.requestId().equals(silent.requestId()))
        .ifPresent(current -> ask(current.withoutNext(true)));
  }

  private void accepted(DownlinkAttempt current, DownlinkFrame frame) {
    end();
    var sent =
        DownlinkAttempt.transmission(frame, current.next().gatewayId(), current.frame().fCnt());
    report(current, DownlinkResult.SENT, Optional.of(sent));
  }

  /** Nobody is left to ask. */
  private void finish(DownlinkAttempt current) {
    end();
    report(
        current,
        current.unsure() ? DownlinkResult.UNKNOWN : DownlinkResult.NOT_SENT,
        Optional.empty());
  }

  private void end() {
    attempt = Optional.empty();
    work.timers().cancel(timer);
  }

  private void report(
      DownlinkAttempt current,
      DownlinkResult result,
      Optional<ApplicationMessage.Transmission> sent) {
    var frame = current.frame();
    frame
        .downlinkId()
        .ifPresent(
            id -> work.endDevice().report(id, frame.fCnt(), result, sent, work.clock().instant()));
  }
}
