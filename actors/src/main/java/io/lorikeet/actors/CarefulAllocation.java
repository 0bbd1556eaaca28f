package io.lorikeet.actors;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.RootActorPath;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.sharding.ClusterSharding;
import akka.cluster.sharding.ClusterShardingSettings;
import akka.cluster.sharding.ShardCoordinator;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Says when a shard may set out, and who takes those that have lost their home.
 *
 * <p>A shard sets out only when each node has just answered. A move begins with a question to all
 * nodes, and from then on the shard is without a home. If one of them is dead and nobody knows yet,
 * the move waits until that one is removed. If it is the one that the shard leaves, Akka (2.8.5)
 * even waits for the {@code handoff-timeout}: the removal counts as the answer, the dead node is
 * asked for the shard, and nobody tells of its removal a second time.
 *
 * <p>A shard that has lost its home goes to no node that has just come. Such a node has the fewest
 * shards and would get all of a dead one at once, while it is slow; it gets its share one by one.
 * Unless a single node would have everything then: if that one died, too, all devices would wait.
 * It gets a part of them.
 *
 * <p>Shards of a node that is about to stop set out a few at a time and before all others, and
 * nothing goes there, see {@link Draining}. Until it is gone nothing else moves: as it has no
 * shards left, it looks as if it should get some. And nothing else moves for a while after a node
 * was put out, for what waited for its shards has to be worked off first, or while one starts.
 *
 * <p>What else moves, and where to among several, is decided as without this class.
 */
public final class CarefulAllocation implements ShardCoordinator.ShardAllocationStrategy {

  /** Less than the {@code rebalance-interval}; a node that needs longer should get no shard now. */
  private static final Duration ANSWERS_WITHIN = Duration.ofMillis(500);

  /**
   * Of each kind one in so many, at a time, from a node that is about to stop: one or two each
   * second. What moves has to recover elsewhere, which takes more than the move itself.
   */
  private static final int DRAINED_SHARE = 15;

  /** Of what the only one has that has run in. */
  private static final int SHARE_OF_A_NEWCOMER = 3;

  /** From 45 to 60 of 60 shards on one of two nodes that is one to four at a time. */
  private static final int TOO_MANY_FOR_ONE_MORE = 5;

  private static final String SHARDING = "/system/sharding";

  private final ActorSystem system;
  private final Cluster cluster;
  private final Newcomers newcomers;
  private final Duration settled;
  private final Supplier<java.util.Set<Address>> draining;
  private final ShardCoordinator.ShardAllocationStrategy usual;

  /** Shards that have set out and not arrived; all of the kind at most. */
  private final java.util.Set<String> moving = ConcurrentHashMap.newKeySet();

  /**
   * @param settled how old all nodes are before one gets shards that others have, and how old one
   *     is that is to get those of a node that is about to stop, if there is any so old
   * @param draining nodes that are about to stop
   * @param usual decides what else is to move, and where to
   */
  public CarefulAllocation(
      ActorSystem system,
      Newcomers newcomers,
      Duration settled,
      Supplier<java.util.Set<Address>> draining,
      ShardCoordinator.ShardAllocationStrategy usual) {
    this.system = system;
    this.settled = settled;
    this.draining = draining;
    this.cluster = Cluster.get(system);
    this.newcomers = newcomers;
    this.usual = usual;
    if (usual instanceof ShardCoordinator.ActorSystemDependentAllocationStrategy its) {
      its.start(system);
    }
  }

  /** With what the configuration says of shards. */
  static CarefulAllocation of(ActorSystem system, Newcomers newcomers, Duration settled) {
    return new CarefulAllocation(
        system,
        newcomers,
        settled,
        Draining.of(Adapter.toTyped(system))::nodes,
        ClusterSharding.get(system)
            .defaultShardAllocationStrategy(ClusterShardingSettings.create(system)));
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
    boolean moves = moving.remove(shardId);
    var leaving = draining.get();
    var staying = without(current, leaving::contains);
    Predicate<Address> spared =
        moves ? node -> newcomers.isYoungerThan(settled, node) : sparedAfterADeath(staying);
    return usual.allocateShard(requester, shardId, without(staying, spared));
  }

  /** Which nodes are to get none of those that have lost their home. */
  private Predicate<Address> sparedAfterADeath(Map<ActorRef, IndexedSeq<String>> nodes) {
    var shards = new HashMap<Address, Integer>();
    CollectionConverters.asJava(nodes)
        .forEach((region, its) -> shards.put(address(region), its.size()));
    var runIn = runIn(shards.keySet());
    if (runIn.size() != 1) {
      return node -> !runIn.contains(node);
    }
    int most = shards.get(runIn.get(0)) / SHARE_OF_A_NEWCOMER;
    return node ->
        newcomers.isYoungerThan(Newcomers.BARELY_STARTED, node)
            || !runIn.contains(node) && shards.get(node) >= most;
  }

  /** Where all have come of late, those that have not just started. */
  private List<Address> runIn(java.util.Set<Address> nodes) {
    var runIn = nodes.stream().filter(node -> !newcomers.isNew(node)).toList();
    return runIn.isEmpty()
        ? nodes.stream().filter(node -> !newcomers.isYoungerThan(Newcomers.STARTING, node)).toList()
        : runIn;
  }

  /** All, if there would be none left. */
  private Map<ActorRef, IndexedSeq<String>> without(
      Map<ActorRef, IndexedSeq<String>> current, Predicate<Address> which) {
    var excluded =
        CollectionConverters.asJava(current).keySet().stream()
            .filter(region -> which.test(address(region)))
            .toList();
    return excluded.size() == current.size()
        ? current
        : current.removedAll(CollectionConverters.asScala(excluded));
  }

  private Address address(ActorRef region) {
    var its = region.path().address();
    return its.hasLocalScope() ? cluster.selfAddress() : its;
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
    var drained = drained(current, CollectionConverters.asJava(inProgress));
    if (!drained.isEmpty()) {
      return FutureConverters.asScala(
          ifAllAnswer(CollectionConverters.asScala(drained).toSet(), current));
    }
    boolean oneLeaves = !draining.get().isEmpty();
    if (oneLeaves || newcomers.oneWasPutOut() || newcomers.oneIsYoungerThan(settled)) {
      return Future.successful(none());
    }
    var shards = FutureConverters.asJava(usual.rebalance(current, inProgress));
    return FutureConverters.asScala(
        shards.thenCompose(its -> ifAllAnswer(someOf(its, current), current)));
  }

  /**
   * One at a time, and more only from a node that has half as much again as its share: if that one
   * died, most devices would wait.
   */
  Set<String> someOf(Set<String> shards, Map<ActorRef, IndexedSeq<String>> current) {
    var most =
        CollectionConverters.asJava(current).values().stream()
            .map(CollectionConverters::asJava)
            .max(Comparator.comparing(List::size))
            .orElse(List.of());
    int all =
        CollectionConverters.asJava(current).values().stream().mapToInt(IndexedSeq::size).sum();
    int tooMany = most.size() - all * 3 / (2 * Math.max(1, current.size()));
    var some =
        CollectionConverters.asJava(shards).stream()
            .sorted(
                Comparator.<String, Boolean>comparing(shard -> !most.contains(shard))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(1 + Math.max(0, tooMany) / TOO_MANY_FOR_ONE_MORE)
            .toList();
    return CollectionConverters.asScala(some).toSet();
  }

  /** The next shards of nodes that are about to stop; none if all are. */
  java.util.Set<String> drained(
      Map<ActorRef, IndexedSeq<String>> current, java.util.Set<String> inProgress) {
    var leaving = draining.get();
    var regions = CollectionConverters.asJava(current);
    var shards = new HashSet<String>();
    if (regions.keySet().stream().allMatch(region -> leaving.contains(address(region)))) {
      return shards;
    }
    regions.forEach(
        (region, its) -> {
          if (leaving.contains(address(region))) {
            CollectionConverters.asJava(its).stream()
                .filter(shard -> !inProgress.contains(shard))
                .limit(atATime(its.size()))
                .forEach(shards::add);
          }
        });
    return shards;
  }

  private static int atATime(int shards) {
    return (shards + DRAINED_SHARE - 1) / DRAINED_SHARE;
  }

  private CompletionStage<Set<String>> ifAllAnswer(
      Set<String> shards, Map<ActorRef, IndexedSeq<String>> current) {
    if (shards.isEmpty()) {
      return CompletableFuture.completedFuture(shards);
    }
    return allAnswer(current).thenApply(all -> all ? setOut(shards) : none());
  }

  /** From now on these are on their way. */
  Set<String> setOut(Set<String> shards) {
    moving.addAll(CollectionConverters.asJava(shards));
    return shards;
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
            .map(this::address)
            .allMatch(members::contains);
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
