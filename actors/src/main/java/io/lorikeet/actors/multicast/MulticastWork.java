package io.lorikeet.actors.multicast;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.networkserver.NetworkServerSettings.Unprompted;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.time.Duration;

/** What the parts of one {@link MulticastGroup} share. */
record MulticastWork(
    Unprompted unprompted,
    ActorContext<MulticastCommand> context,
    TimerScheduler<MulticastCommand> timers,
    ActorRef<ShardingEnvelope<GatewayCommand>> gateways,
    ActorRef<GatewayCommand.Scheduled> scheduled) {

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
}
