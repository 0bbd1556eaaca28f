package io.lorikeet.actors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.sharding.ShardCoordinator;
import akka.cluster.sharding.internal.LeastShardAllocationStrategy;
import akka.util.Version;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Set;
import scala.collection.immutable.Set$;
import scala.collection.immutable.TreeSet$;
import scala.collection.immutable.Vector$;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

class CarefulAllocationTest {

  private final ActorSystem system =
      ActorSystem.create(
          "allocation",
          ConfigFactory.parseString(
                  """
                  akka.actor.provider = cluster
                  akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  akka.loglevel = ERROR
                  """)
              .withFallback(ConfigFactory.load()));
  private final AtomicLong nanos = new AtomicLong();
  private final Newcomers newcomers = new Newcomers(nanos::get);
  private final ActorRef old = region(1);
  private final ActorRef fresh = region(2);
  private final List<java.util.Set<ActorRef>> offered = new ArrayList<>();
  private java.util.Set<Address> draining = java.util.Set.of();
  private final CarefulAllocation allocation =
      new CarefulAllocation(
          system, newcomers, Newcomers.STARTING, () -> draining, new FirstOfAll());

  @AfterEach
  void end() {
    system.terminate();
  }

  @Test
  void aShardWithoutHomeGoesToNoNodeThatHasJustCome() {
    var other = region(3);
    newcomers.up(old.path().address());
    newcomers.up(other.path().address());
    later(Duration.ofMinutes(1));
    newcomers.up(fresh.path().address());
    var current = regions(java.util.Map.of(old, 1, other, 1, fresh, 0));

    later(Duration.ofSeconds(29));
    allocation.allocateShard(old, "7", current);
    later(Duration.ofSeconds(1));
    allocation.allocateShard(old, "8", current);

    assertThat(offered)
        .containsExactly(java.util.Set.of(old, other), java.util.Set.of(old, other, fresh));
  }

  @Test
  void ratherThanThatOneHasEverythingANodeThatHasBarelyStartedGetsShardsThatLostTheirHome() {
    newcomers.up(old.path().address());
    later(Duration.ofMinutes(1));
    newcomers.up(fresh.path().address());

    later(Duration.ofSeconds(4));
    allocation.allocateShard(old, "7", regions(java.util.Map.of(old, 30, fresh, 0)));
    later(Duration.ofSeconds(1));
    allocation.allocateShard(old, "8", regions(java.util.Map.of(old, 30, fresh, 9)));
    allocation.allocateShard(old, "9", regions(java.util.Map.of(old, 30, fresh, 10)));

    assertThat(offered)
        .containsExactly(
            java.util.Set.of(old), java.util.Set.of(old, fresh), java.util.Set.of(old));
  }

  @Test
  void ifAllHaveComeOfLateItGoesToOneThatHasNotJustStarted() {
    newcomers.up(old.path().address());
    later(Duration.ofSeconds(25));
    newcomers.up(fresh.path().address());
    later(Duration.ofSeconds(3));

    allocation.allocateShard(old, "7", regions(java.util.Map.of(old, 30, fresh, 0)));

    assertThat(offered).containsExactly(java.util.Set.of(old));
  }

  @Test
  void ifAllHaveJustComeAnyMayHaveIt() {
    newcomers.up(old.path().address());

    allocation.allocateShard(old, "7", regions());

    assertThat(offered).containsExactly(java.util.Set.of(old, fresh));
  }

  @Test
  void aNodeThatIsAboutToStopGivesItsShardsAwayAFewAtATimeAndGetsNone() {
    newcomers.up(old.path().address());
    newcomers.up(fresh.path().address());
    later(Duration.ofMinutes(1));
    draining = java.util.Set.of(fresh.path().address());
    var current = regions(java.util.Map.of(old, 3, fresh, 20));

    allocation.allocateShard(old, "20", current);
    assertThat(offered).containsExactly(java.util.Set.of(old));

    assertThat(allocation.drained(current, java.util.Set.of()))
        .containsExactlyInAnyOrder("100", "101");
    assertThat(allocation.drained(current, java.util.Set.of("100", "101")))
        .containsExactlyInAnyOrder("102", "103");
  }

  @Test
  void whereANodeThatIsAboutToStopHasFewTheySetOutOneByOne() {
    draining = java.util.Set.of(fresh.path().address());

    assertThat(allocation.drained(regions(java.util.Map.of(old, 0, fresh, 3)), java.util.Set.of()))
        .hasSize(1);
    assertThat(allocation.drained(regions(java.util.Map.of(old, 0, fresh, 15)), java.util.Set.of()))
        .hasSize(1);
  }

  @Test
  void aShardOnItsWayGoesToANodeThatHasRunInIfThereIsOne() {
    newcomers.up(old.path().address());
    allocation.setOut(CollectionConverters.asScala(java.util.Set.of("7", "8", "9")).toSet());
    later(Duration.ofMinutes(1));
    newcomers.up(fresh.path().address());

    allocation.allocateShard(old, "7", regions());
    later(Newcomers.STARTING);
    allocation.allocateShard(old, "8", regions());
    newcomers.up(old.path().address());
    newcomers.up(fresh.path().address());
    allocation.allocateShard(old, "9", regions());

    assertThat(offered)
        .containsExactly(
            java.util.Set.of(old), java.util.Set.of(old, fresh), java.util.Set.of(old, fresh));
  }

  /**
   * It has none left, and it is not to get any: they would go from one of the others to another.
   */
  @Test
  void nothingElseMovesUntilANodeThatIsAboutToStopIsGone() {
    draining = java.util.Set.of(fresh.path().address());
    var current = regions(java.util.Map.of(old, 10, fresh, 0));

    assertThat(allocation.rebalance(current, inProgress()).value().get().get().isEmpty()).isTrue();
  }

  @Test
  void whenAllAreAboutToStopNothingMoves() {
    draining = java.util.Set.of(old.path().address(), fresh.path().address());

    assertThat(allocation.drained(regions(java.util.Map.of(old, 3, fresh, 10)), java.util.Set.of()))
        .isEmpty();
  }

  @Test
  void afterANodeWasPutOutNothingElseMovesForAWhile() {
    newcomers.putOut();
    assertThat(newcomers.oneWasPutOut()).isTrue();
    assertThat(allocation.rebalance(regions(), inProgress()).value().get().get().isEmpty())
        .isTrue();

    later(Duration.ofSeconds(10));
    assertThat(newcomers.oneWasPutOut()).isFalse();
  }

  @Test
  void shardsAreSpreadAnewOneByOneUnlessANodeHasFarMoreThanItsShare() {
    var third = region(3);

    assertThat(someOf(java.util.Map.of(old, 15, fresh, 45))).containsExactly("100");
    assertThat(someOf(java.util.Map.of(old, 9, fresh, 51))).containsExactly("100", "101");
    assertThat(someOf(java.util.Map.of(old, 0, fresh, 60))).hasSize(4);
    assertThat(someOf(java.util.Map.of(old, 0, third, 30, fresh, 30))).hasSize(1);
    assertThat(someOf(java.util.Map.of(old, 0, third, 20, fresh, 40))).hasSize(3);
  }

  /** Of four that may set out. */
  private List<String> someOf(java.util.Map<ActorRef, Integer> shards) {
    Set<String> some =
        CollectionConverters.asScala(java.util.Set.of("100", "101", "102", "103")).toSet();
    return CollectionConverters.asJava(allocation.someOf(some, regions(shards))).stream()
        .sorted()
        .toList();
  }

  @Test
  void whileANodeStartsNothingElseMoves() {
    newcomers.up(old.path().address());
    later(Duration.ofMinutes(1));
    assertThat(newcomers.oneIsYoungerThan(Newcomers.STARTING)).isFalse();

    newcomers.up(fresh.path().address());
    assertThat(newcomers.oneIsYoungerThan(Newcomers.STARTING)).isTrue();
    assertThat(allocation.rebalance(regions(), inProgress()).value().get().get().isEmpty())
        .isTrue();

    later(Duration.ofSeconds(10));
    assertThat(newcomers.oneIsYoungerThan(Newcomers.STARTING)).isFalse();
  }

  @Test
  void shardsOfANodeThatIsAboutToStopGoToTheNewestVersion() {
    var older = region(3);
    var rolled = rolled(java.util.Map.of(old, "1.0.0", older, "1.0.0", fresh, "1.0.1"));
    draining = java.util.Set.of(old.path().address());
    var current = regions(java.util.Map.of(old, 10, older, 0, fresh, 25));

    rolled.setOut(CollectionConverters.asScala(java.util.Set.of("7")).toSet());
    var moved = rolled.allocateShard(old, "7", current);
    draining = java.util.Set.of();
    var lost = rolled.allocateShard(old, "8", current);

    assertThat(List.of(moved.value().get().get(), lost.value().get().get())).containsOnly(fresh);
  }

  @Test
  void nothingIsSpreadAnewWhileVersionsAreMixed() {
    var current = regions(java.util.Map.of(old, 20, fresh, 0));
    Set<String> none = CollectionConverters.asScala(java.util.Set.<String>of()).toSet();
    var mixed = rolled(java.util.Map.of(old, "1.0.0", fresh, "1.0.1"));
    assertThat(outcome(mixed.rebalance(current, none)).isEmpty()).isTrue();

    var same = new Rolled(java.util.Map.of(old, "1.0.1", fresh, "1.0.1"));
    assertThat(outcome(same.rebalance(current, none)).isEmpty()).isFalse();
  }

  private static <T> T outcome(Future<T> future) {
    return FutureConverters.asJava(future).toCompletableFuture().join();
  }

  /** By Akka's own strategy, when all members have been there for long. */
  private CarefulAllocation rolled(java.util.Map<ActorRef, String> versions) {
    versions.keySet().forEach(region -> newcomers.up(region.path().address()));
    later(Duration.ofMinutes(2));
    return new CarefulAllocation(
        system, newcomers, Newcomers.STARTING, () -> draining, new Rolled(versions));
  }

  private static Set<String> inProgress() {
    return CollectionConverters.asScala(java.util.Set.of("5")).toSet();
  }

  /** So many shards each; the names begin at 100 in the second region. */
  private Map<ActorRef, IndexedSeq<String>> regions(java.util.Map<ActorRef, Integer> shards) {
    var all = new java.util.HashMap<ActorRef, IndexedSeq<String>>();
    shards.forEach(
        (region, count) -> {
          int first = region.equals(old) ? 0 : 100;
          var names = IntStream.range(first, first + count).mapToObj(Integer::toString).toList();
          all.put(region, CollectionConverters.asScala(names).toIndexedSeq());
        });
    return Map$.MODULE$.from(CollectionConverters.asScala(all));
  }

  private void later(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private ActorRef region(int number) {
    return ((ExtendedActorSystem) system)
        .provider()
        .resolveActorRef("akka://allocation@127.0.0.1:" + number + "/system/sharding/kind#1");
  }

  private Map<ActorRef, IndexedSeq<String>> regions() {
    IndexedSeq<String> nothing = Vector$.MODULE$.empty();
    return Map$.MODULE$.from(
        CollectionConverters.asScala(java.util.Map.of(old, nothing, fresh, nothing)));
  }

  private final class FirstOfAll implements ShardCoordinator.ShardAllocationStrategy {

    @Override
    public Future<ActorRef> allocateShard(
        ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> current) {
      var regions = CollectionConverters.asJava(current).keySet();
      offered.add(java.util.Set.copyOf(regions));
      return Future.successful(regions.iterator().next());
    }

    @Override
    public Future<Set<String>> rebalance(
        Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
      return Future.successful(inProgress);
    }
  }

  /** Akka's strategy in a cluster of these members. */
  private static final class Rolled extends LeastShardAllocationStrategy {

    private final List<Member> members;

    private Rolled(java.util.Map<ActorRef, String> versions) {
      super(1, 0.1);
      members =
          versions.entrySet().stream()
              .map(its -> member(its.getKey().path().address(), its.getValue()))
              .toList();
    }

    private static Member member(Address address, String version) {
      return new Member(
          new UniqueAddress(address, 1L),
          1,
          MemberStatus.up(),
          CollectionConverters.asScala(java.util.Set.of("dc-default")).toSet(),
          new Version(version));
    }

    @Override
    public CurrentClusterState clusterState() {
      return new CurrentClusterState(
          TreeSet$.MODULE$.from(CollectionConverters.asScala(members), Member.ordering()),
          Set$.MODULE$.empty(),
          Set$.MODULE$.empty(),
          Option.empty(),
          Map$.MODULE$.empty(),
          Set$.MODULE$.empty(),
          Set$.MODULE$.empty());
    }

    @Override
    public Member selfMember() {
      return members.get(0);
    }
  }
}
