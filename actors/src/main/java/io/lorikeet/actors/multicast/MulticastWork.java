package io.lorikeet.actors.multicast;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.multicast.MulticastCommand.Reason;
import io.lorikeet.actors.multicast.MulticastCommand.Rejected;
import io.lorikeet.actors.multicast.MulticastCommand.Reply;
import io.lorikeet.actors.multicast.MulticastGroup.Neighbours;
import io.lorikeet.actors.networkserver.NetworkServerSettings.Unprompted;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.time.Duration;
import java.time.Instant;

/**
 * What the parts of one {@link MulticastGroup} share.
 *
 * @param scheduled where gateways answer
 * @param effect makes the effects of its command handlers
 */
record MulticastWork(
    MulticastGroupId id,
    Unprompted unprompted,
    Neighbours neighbours,
    ActorContext<MulticastCommand> context,
    TimerScheduler<MulticastCommand> timers,
    ActorRef<GatewayCommand.Scheduled> scheduled,
    EffectFactories<MulticastEvent, MulticastState> effect) {

  /** A gateway says what became of a frame at the latest this long after it was to start. */
  private static final Duration SILENT_AFTER = Duration.ofSeconds(5);

  /** No gateway has answered in time. */
  record GatewaySilent(String requestId) implements MulticastCommand {}

  void silentAfter(String requestId, Duration untilStart) {
    timers.startSingleTimer(
        GatewaySilent.class, new GatewaySilent(requestId), untilStart.plus(SILENT_AFTER));
  }

  void stopWaiting() {
    timers.cancel(GatewaySilent.class);
  }

  Region region(MulticastSettings.Channel channel) {
    return FrequencyPlans.of(context.getSystem()).region(channel.frequencyPlan(), Revision.DEFAULT);
  }

  Instant now() {
    return neighbours.clock().instant();
  }

  ReplyEffect<MulticastEvent, MulticastState> reject(
      ActorRef<Reply> replyTo, Reason reason, String detail) {
    return effect.reply(replyTo, new Rejected(reason, detail));
  }

  ReplyEffect<MulticastEvent, MulticastState> notFound(ActorRef<Reply> replyTo) {
    return reject(replyTo, Reason.NOT_FOUND, "no such multicast group: " + id);
  }
}
