package io.lorikeet.node;

import akka.Done;
import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.ClusterSharding;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import io.lorikeet.actors.Draining;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a node's shards move to others a few at a time, while it serves, before it stops. */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final Cluster cluster;
  private final Draining draining;
  private final long started = System.nanoTime();
  private final Duration limit;

  private Drain(ActorSystem<?> system, Duration limit) {
    this.system = system;
    this.cluster = Cluster.get(system);
    this.draining = Draining.of(system);
    this.limit = limit;
  }

  /**
   * Begins it. The stage is done when this node has no shard any more, when there is no node that
   * could take them, or after {@code limit}; what is left is handed over all at once then.
   */
  static CompletionStage<Done> begin(ActorSystem<?> system, Duration limit) {
    var drain = new Drain(system, limit);
    if (limit.isZero() || !drain.somebodyStays()) {
      return CompletableFuture.completedFuture(Done.getInstance());
    }
    drain.draining.begin();
    return drain.awaitEmpty();
  }

  private boolean somebodyStays() {
    var own = cluster.selfMember().address();
    Set<Address> leaving = draining.nodes();
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> member.status() == MemberStatus.up())
        .map(Member::address)
        .anyMatch(its -> !its.equals(own) && !leaving.contains(its));
  }

  private CompletionStage<Done> awaitEmpty() {
    return shards()
        .thenCompose(
            left -> {
              var time = Duration.ofNanos(System.nanoTime() - started);
              if (left == 0 || time.compareTo(limit) > 0 || !somebodyStays()) {
                LOG.info("drained within {} ms; {} shards are left", time.toMillis(), left);
                return CompletableFuture.completedFuture(Done.getInstance());
              }
              return Patterns.after(LOOK_EVERY, system.classicSystem(), this::awaitEmpty);
            });
  }

  /** Of all kinds, on this node. */
  private CompletionStage<Integer> shards() {
    var sharding = ClusterSharding.get(system.classicSystem());
    return sharding.getShardTypeNames().stream()
        .map(type -> shards(sharding, type))
        .reduce(
            CompletableFuture.completedFuture(0),
            (one, other) -> one.thenCombine(other, Integer::sum));
  }

  private static CompletableFuture<Integer> shards(ClusterSharding sharding, String type) {
    return Patterns.ask(sharding.shardRegion(type), ShardRegion.getRegionStatsInstance(), PATIENCE)
        .thenApply(answer -> ((ShardRegion.ShardRegionStats) answer).getStats().size())
        // A region that is busy moving is asked again.
        .exceptionally(late -> 1)
        .toCompletableFuture();
  }
}
