package io.lorikeet.actors.networkserver;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.Hop;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

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

  /** The questions of this attempt, by their ids, and whom they were asked. */
  private final Map<String, DownlinkAttempt.Candidate> asked = new HashMap<>(2);

  private boolean lastWords;

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
    attempt.ifPresent(current -> finish(current.afterSilence()));
    next.frame()
        .answers()
        .ifPresent(
            its -> work.meters().reached(Hop.DOWNLINK_PREPARED, its.receivedAt(), work.clock()));
    ask(lastWords ? next.atOnce() : next);
  }

  /** From now on nobody is here to hear an answer. */
  void lastWords() {
    lastWords = true;
  }

  private void ask(DownlinkAttempt left) {
    var now = work.clock().instant();
    var next = left.from(now.plus(work.settings().gatewayLead()));
    if (next.steps().isEmpty()) {
      finish(next);
      return;
    }
    attempt = Optional.of(next);
    asked.put(next.requestId(), next.next());
    line(next, next.next()).log("downlink scheduled");
    work.neighbours()
        .gateways()
        .tell(
            new ShardingEnvelope<>(
                next.next().gateway().toString(),
                new GatewayCommand.ScheduleDownlink(next.request(), now, replies)));
    work.timers().startSingleTimer(timer, new GatewaySilent(next.requestId()), patience(next, now));
  }

  /**
   * All that is left for a window that is not the last; else a fair share of it. When the windows
   * are far ahead, as after a join, the frame waits in the gateway's connection, and until it is
   * handed over silence means nothing: to ask another gateway would have both transmit.
   */
  private Duration patience(DownlinkAttempt next, Instant now) {
    var lead = work.settings().gatewayLead();
    var left = Duration.between(now, next.lastStart().minus(lead));
    var share = (next.hasLater() ? left : left.dividedBy(1 + next.others())).plus(lead);
    var handOver = Duration.between(now, next.lastStart().minus(work.settings().silentBefore()));
    return share.compareTo(handOver) < 0 ? handOver : share;
  }

  void onScheduled(GatewayCommand.Scheduled scheduled) {
    if (scheduled.outcome() == GatewayCommand.Outcome.ACCEPTED) {
      var gateway = asked.get(scheduled.requestId()); // be it late
      if (gateway != null) {
        accepted(attempt.orElseThrow(), gateway, scheduled.frame().orElseThrow());
      }
      return;
    }
    attempt
        .filter(its -> its.requestId().equals(scheduled.requestId()))
        .ifPresent(
            current -> {
              answered(current, scheduled.outcome());
              ask(next(current, scheduled.outcome()));
            });
  }

  private LoggingEventBuilder line(DownlinkAttempt current, DownlinkAttempt.Candidate gateway) {
    return line(current).addKeyValue("gateway_eui", gateway.gateway());
  }

  private LoggingEventBuilder line(DownlinkAttempt current) {
    var frame = current.frame();
    return FrameLog.downlink(
        work.devEui(),
        frame.answers().flatMap(DownlinkAttempt.Answered::uplinkId),
        frame.downlinkId(),
        frame.fCnt());
  }

  private static DownlinkAttempt next(DownlinkAttempt current, GatewayCommand.Outcome outcome) {
    return switch (outcome) {
      case UNKNOWN -> current.afterSilence();
      case NOT_CONNECTED -> current.withoutGateway();
      default -> current.withoutNext();
    };
  }

  void onSilence(GatewaySilent silent) {
    attempt
        .filter(current -> current.requestId().equals(silent.requestId()))
        .ifPresent(
            current -> {
              answered(current, GatewayCommand.Outcome.UNKNOWN);
              ask(current.afterSilence());
            });
  }

  private void answered(DownlinkAttempt current, GatewayCommand.Outcome outcome) {
    line(current, current.next())
        .addKeyValue("outcome", FrameLog.label(outcome))
        .log(
            outcome == GatewayCommand.Outcome.UNKNOWN ? "downlink unanswered" : "downlink refused");
  }

  private void accepted(
      DownlinkAttempt current, DownlinkAttempt.Candidate gateway, DownlinkFrame frame) {
    end();
    line(current, gateway)
        .addKeyValue("transmission_id", frame.transmissionId())
        .log("downlink sent");
    current
        .frame()
        .joinAnswered()
        .ifPresent(its -> work.meters().reached(Hop.JOIN_ANSWERED, its.receivedAt(), work.clock()));
    var sent = DownlinkAttempt.transmission(frame, gateway.gatewayId(), current.frame().fCnt());
    report(current, DownlinkResult.SENT, Optional.of(sent));
  }

  /** Nobody is left to ask. */
  private void finish(DownlinkAttempt current) {
    end();
    line(current).log(current.unsure() ? "downlink perhaps sent" : "downlink not sent");
    report(
        current,
        current.unsure() ? DownlinkResult.UNKNOWN : DownlinkResult.NOT_SENT,
        Optional.empty());
  }

  private void end() {
    attempt = Optional.empty();
    asked.clear();
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
