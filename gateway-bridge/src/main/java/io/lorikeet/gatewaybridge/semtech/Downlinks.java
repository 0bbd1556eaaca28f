package io.lorikeet.gatewaybridge.semtech;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.actors.gateway.GatewayConnection.Acknowledged;
import io.lorikeet.actors.gateway.GatewayConnection.Result;
import io.lorikeet.actors.gateway.GatewayConnection.Transmit;
import io.lorikeet.actors.gateway.GatewayConnection.Transmitted;
import io.lorikeet.protocol.id.GatewayEui;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The frames that a gateway is to transmit, from the request to the gateway's word on it. */
final class Downlinks {

  /** It is time to hand a frame over. */
  record HandOver(long transmissionId) implements GatewayConnection.Command {}

  /** The gateway should have acknowledged by now. */
  record AnswerOverdue(long transmissionId) implements GatewayConnection.Command {}

  /** Requests for one frame that may wait for its outcome. */
  private static final int MAX_ASKING = 16;

  /** A frame without an exact moment may be as late as this on its way here. */
  private static final long MAX_DELAY_MILLIS = 1_000;

  private static final class Outgoing {
    final DownlinkFrame frame;
    final List<ActorRef<Transmitted>> asking = new ArrayList<>(1);
    int token;
    long handedOverAt;
    Optional<Result> result = Optional.empty();
    long doneAt;

    Outgoing(DownlinkFrame frame) {
      this.frame = frame;
    }
  }

  private final GatewayEui gateway;
  private final Outside outside;
  private final SemtechSettings.Downlinks settings;
  private final TimerScheduler<GatewayConnection.Command> timers;
  private final Supplier<Optional<DownlinkPath>> path;
  private final Map<Long, Outgoing> frames = new LinkedHashMap<>();
  private final Map<Integer, Outgoing> unanswered = new HashMap<>();
  private int lastToken;

  /**
   * @param path where the gateway listens at the moment
   * @param lastToken tokens go on from there; any number
   */
  Downlinks(
      GatewayEui gateway,
      Outside outside,
      SemtechSettings.Downlinks settings,
      TimerScheduler<GatewayConnection.Command> timers,
      Supplier<Optional<DownlinkPath>> path,
      int lastToken) {
    this.gateway = gateway;
    this.outside = outside;
    this.settings = settings;
    this.timers = timers;
    this.path = path;
    this.lastToken = lastToken;
  }

  /** A repeated request changes nothing and is answered too. */
  void transmit(Transmit request) {
    long id = request.frame().transmissionId();
    var known = frames.get(id);
    if (known == null) {
      accept(request);
    } else if (known.result.isPresent()) {
      request.replyTo().tell(new Transmitted(id, known.result.get()));
    } else if (known.asking.size() < MAX_ASKING) {
      known.asking.add(request.replyTo());
    } else {
      request.replyTo().tell(new Transmitted(id, Result.NO_ANSWER));
    }
  }

  private void accept(Transmit request) {
    var frame = request.frame();
    if (frames.size() >= settings.maxFrames()) {
      forget(Duration.ZERO);
    }
    if (frames.size() >= settings.maxFrames()) {
      outside.meters().downlink(Result.REFUSED);
      request.replyTo().tell(new Transmitted(frame.transmissionId(), Result.REFUSED));
      return;
    }
    var outgoing = new Outgoing(frame);
    outgoing.asking.add(request.replyTo());
    frames.put(frame.transmissionId(), outgoing);
    long early = frame.startsAt().toEpochMilli() - lead(frame) - now();
    if (early <= 0 || path.get().isEmpty()) {
      handOver(outgoing);
    } else {
      timers.startSingleTimer(
          frame.transmissionId(), new HandOver(frame.transmissionId()), Duration.ofMillis(early));
    }
  }

  /** A frame that is sent as it arrives is handed over at its moment, any other ahead of it. */
  private long lead(DownlinkFrame frame) {
    return frame.timing() == DownlinkFrame.Timing.ARRIVAL ? 0 : settings.leadTime().toMillis();
  }

  private static long latest(DownlinkFrame frame) {
    var start = frame.startsAt().toEpochMilli();
    return frame.timing() == DownlinkFrame.Timing.ARRIVAL ? start + MAX_DELAY_MILLIS : start;
  }

  void handOver(HandOver due) {
    var outgoing = frames.get(due.transmissionId());
    if (outgoing != null && outgoing.result.isEmpty()) {
      handOver(outgoing);
    }
  }

  private void handOver(Outgoing outgoing) {
    var frame = outgoing.frame;
    var to = path.get();
    if (to.isEmpty()) {
      finish(outgoing, Result.NOT_CONNECTED);
      return;
    }
    if (latest(frame) < now()) {
      finish(outgoing, Result.TOO_LATE);
      return;
    }
    outgoing.token = freeToken();
    var datagram = PullResp.encode(to.get().version(), outgoing.token, frame);
    if (datagram.isEmpty()) {
      finish(outgoing, Result.REFUSED);
      return;
    }
    outgoing.handedOverAt = now();
    if (!outside.sender().send(datagram.get(), to.get().address())) {
      finish(outgoing, Result.NOT_CONNECTED);
    } else if (to.get().acknowledges()) {
      unanswered.put(outgoing.token, outgoing);
      timers.startSingleTimer(
          frame.transmissionId(),
          new AnswerOverdue(frame.transmissionId()),
          settings.answerTimeout());
    } else {
      // Version 1 has no TX_ACK: that it was sent is all that will ever be known.
      finish(outgoing, Result.ACCEPTED);
    }
  }

  /** Takes the gateway's answer; gives the round trip in ms, or empty when nothing waits for it. */
  OptionalLong answer(Acknowledged ack, long receivedAtMillis) {
    var outgoing = unanswered.get(ack.token());
    if (outgoing == null) {
      return OptionalLong.empty();
    }
    long millis = Math.max(0, receivedAtMillis - outgoing.handedOverAt);
    outside.meters().roundTrip(Duration.ofMillis(millis));
    finish(outgoing, ack.result());
    return OptionalLong.of(millis);
  }

  void overdue(AnswerOverdue due) {
    var outgoing = frames.get(due.transmissionId());
    if (outgoing != null && outgoing.result.isEmpty()) {
      finish(outgoing, Result.NO_ANSWER);
    }
  }

  /** The connection ends: what the gateway does not have yet it will not get from here. */
  void abandon() {
    List.copyOf(frames.values()).stream()
        .filter(outgoing -> outgoing.result.isEmpty() && outgoing.handedOverAt == 0)
        .forEach(outgoing -> finish(outgoing, Result.NOT_CONNECTED));
  }

  /** Forgets what has been done for long. */
  void forgetOld() {
    forget(settings.memory());
  }

  private void forget(Duration age) {
    long before = now() - age.toMillis();
    frames.values().removeIf(outgoing -> outgoing.result.isPresent() && outgoing.doneAt <= before);
  }

  private void finish(Outgoing outgoing, Result result) {
    long id = outgoing.frame.transmissionId();
    timers.cancel(id);
    unanswered.remove(outgoing.token, outgoing);
    outgoing.result = Optional.of(result);
    outgoing.doneAt = now();
    outside.meters().downlink(result);
    FrameLog.transmission(gateway, id, result);
    outgoing.asking.forEach(replyTo -> replyTo.tell(new Transmitted(id, result)));
    outgoing.asking.clear();
  }

  private int freeToken() {
    do {
      lastToken = lastToken + 1 & 0xffff;
    } while (unanswered.containsKey(lastToken));
    return lastToken;
  }

  private long now() {
    return outside.clock().millis();
  }
}
