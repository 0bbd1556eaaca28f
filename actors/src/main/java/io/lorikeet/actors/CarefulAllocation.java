package io.lorikeet.actors;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.RootActorPath;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.sharding.ClusterSharding;
import akka.cluster.sharding.ClusterShardingSettings;
import akka.cluster.sharding.ShardCoordinator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Moves a shard only when each node has just answered. A move begins with a question to all nodes,
 * and from then on the shard is without a home. If one of them is dead and nobody knows yet, the
 * move waits until that one is removed. If it is the one that the shard leaves, Akka (2.8.5) even
 * waits for the {@code handoff-timeout}: the removal counts as the answer, the dead node is asked
 * for the shard, and nobody tells of its removal a second time.
 *
 * <p>What moves and where to is decided as without this class.
 */
public final class CarefulAllocation implements ShardCoordinator.ShardAllocationStrategy {

  /** Less than the {@code rebalance-interval}; a node that needs longer should get no shard now. */
  private static final Duration ANSWERS_WITHIN = Duration.ofMillis(500);

  private static final String SHARDING = "/system/sharding";

  private final ActorSystem system;
  private final Cluster cluster;
  private final ShardCoordinator.ShardAllocationStrategy usual;

  /**
   * @param usual decides what is to move, and where to
   */
  public CarefulAllocation(ActorSystem system, ShardCoordinator.ShardAllocationStrategy usual) {
    this.system = system;
    this.cluster = Cluster.get(system);
    this.usual = usual;
    if (usual instanceof ShardCoordinator.ActorSystemDependentAllocationStrategy its) {
      its.start(system);
    }
  }

  /** With what the configuration says of shards. */
  static CarefulAllocation of(ActorSystem system) {
    return new CarefulAllocation(
        system,
        ClusterSharding.get(system)
            .defaultShardAllocationStrategy(ClusterShardingSettings.create(system)));
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
    return usual.allocateShard(requester, shardId, current);
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
    var shards = FutureConverters.asJava(usual.rebalance(current, inProgress));
    return FutureConverters.asScala(shards.thenCompose(its -> ifAllAnswer(its, current)));
  }

  private CompletionStage<Set<String>> ifAllAnswer(
      Set<String> shards, Map<ActorRef, IndexedSeq<String>> current) {
    if (shards.isEmpty()) {
      return CompletableFuture.completedFuture(shards);
    }
    return allAnswer(current).thenApply(all -> all ? shards : none());
  }

  private static Set<String> none() {
    return CollectionConverters.asScala(java.util.Set.<String>of()).toSet();
  }

  /** Also false while the shards of a node that was removed still wait. */
  private CompletionStage<Boolean> allAnswer(Map<ActorRef, IndexedSeq<String>> current) {
    var members =
        StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
            .map(Member::address)
            .toList();
    boolean allMembers =
        CollectionConverters.asJava(current).keySet().stream()
            .map(region -> region.path().address())
            .allMatch(its -> its.hasLocalScope() || members.contains(its));
    if (!allMembers) {
      return CompletableFuture.completedFuture(false);
    }
    return members.stream()
        .filter(its -> !its.equals(cluster.selfAddress()))
        .map(this::answers)
        .reduce(
            CompletableFuture.completedFuture(true),
            (one, other) -> one.thenCombine(other, Boolean::logicalAnd));
  }

  private CompletionStage<Boolean> answers(Address node) {
    return system
        .actorSelection(RootActorPath.apply(node, "/").toString() + SHARDING.substring(1))
        .resolveOne(ANSWERS_WITHIN)
        .handle((found, failure) -> failure == null);
  }
}
