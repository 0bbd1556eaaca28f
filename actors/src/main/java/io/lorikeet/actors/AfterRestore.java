package io.lorikeet.actors;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import io.lorikeet.actors.handler.EndDevice;
import io.lorikeet.actors.multicast.MulticastCommand;
import io.lorikeet.actors.multicast.MulticastGroup;
import io.lorikeet.actors.networkserver.DeviceSession;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What must be done with a store that was brought back from an old copy, before any device is
 * heard: what was used since the copy was made, and is forgotten, must not be used again. Counters
 * of downlinks and JoinNonces are the network's to choose: it leaves out as many as may have been
 * used. Counters of uplinks and DevNonces are the device's; nothing can be left out there.
 */
public final class AfterRestore {

  /**
   * So many are left out if nobody says otherwise. A LoRaWAN 1.0.x device takes no downlink whose
   * counter leaps by 16,384 or more (MAX_FCNT_GAP), so it must be less.
   */
  public static final int USUAL = 10_000;

  public static final int MOST = 16_383;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClusterSharding sharding;
  private final LeftOut wanted;

  /**
   * @param wanted how many counters and JoinNonces are left out, 1 to {@link #MOST}; and the name
   *     of the restore, which is the same when what broke off is done again
   */
  public AfterRestore(ActorSystem<?> system, LeftOut wanted) {
    if (wanted.by() < 1 || wanted.by() > MOST) {
      throw new IllegalArgumentException("skip: " + wanted.by() + " (expected: 1 to " + MOST + ")");
    }
    if (wanted.restore().isEmpty()) {
      throw new IllegalArgumentException("a restore without a name");
    }
    this.sharding = ClusterSharding.get(system);
    this.wanted = wanted;
  }

  /** Whether an entity has something to leave out. */
  public static boolean concerns(String persistenceId) {
    return isOf(persistenceId, DeviceSession.TYPE_KEY.name())
        || isOf(persistenceId, EndDevice.TYPE_KEY.name())
        || isOf(persistenceId, MulticastGroup.TYPE_KEY.name());
  }

  private static boolean isOf(String persistenceId, String type) {
    return persistenceId.startsWith(type + "|");
  }

  /**
   * Completes when it is stored; fails when the entity does not answer. May be done again: counters
   * are left out once, and JoinNonces may leap as often as there is need (there are 2^24).
   */
  public CompletionStage<Done> skip(String persistenceId) {
    var entityId = persistenceId.substring(persistenceId.indexOf('|') + 1);
    if (isOf(persistenceId, DeviceSession.TYPE_KEY.name())) {
      return sharding
          .entityRefFor(DeviceSession.TYPE_KEY, entityId)
          .ask(replyTo -> new DeviceSessionCommand.SkipCounters(wanted, replyTo), PATIENCE);
    }
    if (isOf(persistenceId, EndDevice.TYPE_KEY.name())) {
      return sharding
          .entityRefFor(EndDevice.TYPE_KEY, entityId)
          .ask(replyTo -> EndDevice.skipJoinNonces(wanted.by(), replyTo), PATIENCE);
    }
    return isOf(persistenceId, MulticastGroup.TYPE_KEY.name())
        ? sharding
            .entityRefFor(MulticastGroup.TYPE_KEY, entityId)
            .ask(replyTo -> new MulticastCommand.SkipCounters(wanted, replyTo), PATIENCE)
        : CompletableFuture.completedStage(Done.getInstance());
  }
}
