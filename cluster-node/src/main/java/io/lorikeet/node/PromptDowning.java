package io.lorikeet.node;

import akka.actor.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sbr.SplitBrainResolver;
import java.time.Duration;

/**
 * Has Akka's split brain resolver look four times as often whether it is time to decide: not up to
 * 1 s after {@code stable-after}, as it does by itself, but up to 250 ms. Both sides of a partition
 * decide that much closer to each other, and the margin between them can be shorter by as much.
 *
 * <p>Not a downing provider of our own: all nodes must name the same one, and while a cluster is
 * rolled those of the version before do not know it.
 */
final class PromptDowning {

  /** Where Akka (2.8) has the resolver. */
  static final String RESOLVER = "/system/cluster/core/daemon/downingProvider";

  private static final Duration LOOKS = Duration.ofMillis(250);

  private PromptDowning() {}

  /** From now on until the system ends. */
  static void start(ActorSystem<?> system) {
    var classic = Adapter.toClassic(system);
    var resolver = classic.actorSelection(RESOLVER);
    classic
        .scheduler()
        .scheduleWithFixedDelay(
            LOOKS,
            LOOKS,
            () -> resolver.tell(SplitBrainResolver.Tick$.MODULE$, ActorRef.noSender()),
            classic.dispatchers().internalDispatcher());
  }
}
