package io.lorikeet.actors.multicast;

import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.multicast.MulticastCommand.GatewayOutcome;
import io.lorikeet.actors.multicast.MulticastCommand.Member;
import io.lorikeet.actors.multicast.MulticastCommand.SentMulticast;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastDone;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastTaken;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.LastReceptions;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.frame.FrameCounter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes what waits, one after the other: when, with which counter, by which gateways, and what came
 * of it. Belongs to one {@link MulticastGroup}.
 */
final class MulticastDelivery {

  private static final Duration ASK_DEVICES_WITHIN = Duration.ofSeconds(3);
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(30);

  /** How long before its moment a downlink is made. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** No timer runs for longer than 2^31 ticks, and what waits may be farther ahead. */
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofHours(1);

  /** It may be time for the next downlink. */
  record SendDue() implements MulticastCommand {}

  /** Those that reach the group; none if that could not be found out. */
  record GatewaysFound(List<ChosenGateway> gateways) implements MulticastCommand {}

  private final MulticastWork work;
  private final MulticastQueue queue;
  private final MulticastSender sender;
  private boolean looking;
  private Instant notBefore = Instant.EPOCH;

  MulticastDelivery(MulticastWork work, MulticastQueue queue, MulticastSender sender) {
    this.work = work;
    this.queue = queue;
    this.sender = sender;
  }

  /**
   * Takes the next downlink, when it is time; what is under way since before a crash goes again.
   */
  ReplyEffect<MulticastEvent, MulticastState> goOn(MulticastState state) {
    if (sender.busy() || looking) {
      return work.effect().noReply();
    }
    if (state.settings().isEmpty() || state.next().isEmpty()) {
      queue.onEmpty();
      return work.effect().noReply();
    }
    var message = state.next().get();
    var now = work.now();
    if (state.underWay().isPresent()) {
      return finish(
          state, sender.start(state.settings().get(), state.underWay().get(), message, now));
    }
    var from =
        message
            .absoluteTime()
            .filter(at -> at.isAfter(notBefore.plus(AHEAD)))
            .map(at -> at.minus(AHEAD))
            .orElse(notBefore);
    if (from.isAfter(now)) {
      var wait = Duration.between(now, from);
      sendDueAfter(wait.compareTo(LOOK_AGAIN_AFTER) < 0 ? wait : LOOK_AGAIN_AFTER);
      return work.effect().noReply();
    }
    looking = true;
    work.context()
        .pipeToSelf(
            gateways(state),
            (found, failure) -> new GatewaysFound(failure == null ? found : List.of()));
    return work.effect().noReply();
  }

  private void sendDueAfter(Duration wait) {
    work.timers().startSingleTimer(SendDue.class, new SendDue(), wait);
  }

  private CompletionStage<List<ChosenGateway>> gateways(MulticastState state) {
    var settings = state.settings().orElseThrow();
    if (!settings.gateways().isEmpty()) {
      return CompletableFuture.completedStage(settings.gateways());
    }
    boolean gps = settings.channel().deviceClass() == DeviceClass.B;
    CompletionStage<List<List<Reception>>> all =
        CompletableFuture.completedStage(new ArrayList<>());
    for (var member : state.members()) {
      all =
          all.thenCombine(
              receptions(member),
              (heard, one) -> {
                heard.add(one);
                return heard;
              });
    }
    return all.thenApply(heard -> GatewayChoice.of(heard, gps));
  }

  /** One that does not answer is not waited for. */
  private CompletionStage<List<Reception>> receptions(Member member) {
    return AskPattern.<ShardingEnvelope<DeviceSessionCommand>, LastReceptions>ask(
            work.neighbours().sessions(),
            replyTo ->
                new ShardingEnvelope<>(
                    member.devEui().toString(), new DeviceSessionCommand.GetReceptions(replyTo)),
            ASK_DEVICES_WITHIN,
            work.context().getSystem().scheduler())
        .thenApply(LastReceptions::receptions)
        .exceptionally(failure -> List.of());
  }

  ReplyEffect<MulticastEvent, MulticastState> onGatewaysFound(
      MulticastState state, GatewaysFound found) {
    looking = false;
    if (state.settings().isEmpty() || state.next().isEmpty() || state.underWay().isPresent()) {
      return goOn(state);
    }
    var message = state.next().get();
    if (found.gateways().isEmpty() || state.nextFCnt() > FrameCounter.MAX) {
      boolean inTime =
          message.absoluteTime().filter(at -> at.isBefore(work.now())).isEmpty()
              && state.nextFCnt() <= FrameCounter.MAX;
      if (inTime) { // a device may be heard yet
        sendDueAfter(TRY_AGAIN_AFTER);
        return work.effect().noReply();
      }
      return done(message, state.nextFCnt(), List.of());
    }
    var taken = new MulticastTaken(message.downlinkId(), state.nextFCnt(), found.gateways());
    return work.effect()
        .persist(taken)
        .thenRun(
            after ->
                sender
                    .start(after.settings().orElseThrow(), taken, message, work.now())
                    .ifPresent(none -> work.context().getSelf().tell(new SendDue())))
        .thenNoReply();
  }

  ReplyEffect<MulticastEvent, MulticastState> onScheduled(
      MulticastState state, GatewayCommand.Scheduled scheduled) {
    return finish(state, sender.onScheduled(scheduled, work.now()));
  }

  ReplyEffect<MulticastEvent, MulticastState> onSilence(MulticastState state, String requestId) {
    return finish(state, sender.onSilence(requestId, work.now()));
  }

  private ReplyEffect<MulticastEvent, MulticastState> finish(
      MulticastState state, Optional<List<GatewayOutcome>> outcomes) {
    if (outcomes.isEmpty() || state.underWay().isEmpty()) {
      return work.effect().noReply();
    }
    var message = state.next().orElseThrow();
    return done(message, state.underWay().get().fCnt(), outcomes.get());
  }

  private ReplyEffect<MulticastEvent, MulticastState> done(
      MulticastMessage message, long fCnt, List<GatewayOutcome> outcomes) {
    var at = work.now();
    notBefore = at.plus(work.unprompted().spacing());
    return work.effect()
        .persist(new MulticastDone(new SentMulticast(message.downlinkId(), fCnt, at, outcomes)))
        .thenRun(after -> work.context().getSelf().tell(new SendDue()))
        .thenNoReply();
  }
}
