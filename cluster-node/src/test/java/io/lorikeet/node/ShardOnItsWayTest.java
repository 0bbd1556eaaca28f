package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.ShardCoordinator;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.remote.RemoteActorRefProvider;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.CarefulAllocation;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Newcomers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Map;
import scala.collection.immutable.Set;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/** Three nodes with the real times, except that nothing here ends by the handoff-timeout. */
class ShardOnItsWayTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration ASK = Duration.ofMillis(500);
  private static final EntityTypeKey<Where> PLACES = EntityTypeKey.create(Where.class, "place");

  /** Asks an entity on which node it is. */
  record Where(ActorRef<String> replyTo) implements CborSerializable {}

  private static final String ENTITY = "1";
  private static final String OTHER_ENTITY = "2";

  private final List<ActorSystem<Void>> nodes =
      IntStream.range(0, 3).mapToObj(number -> node()).toList();
  private final Decisions decisions = new Decisions();

  @AfterEach
  void end() {
    nodes.forEach(ActorSystem::terminate);
  }

  @Test
  void noShardSetsOutWhileANodeIsDyingAndSoNoneWaitsForTheHandoffTimeout() {
    nodes.forEach(this::join);
    nodes.forEach(this::shard);
    var asking = nodes.get(0);
    var dying = nodes.get(1);
    var other = nodes.get(2);
    place(ENTITY, dying);
    place(OTHER_ENTITY, other);

    dies(dying);
    decisions.moveAll = true;
    await().atMost(LONG).until(() -> decisions.rounds > 1);
    assertThat(where(asking, OTHER_ENTITY)).isEqualTo(address(other).toString());
    decisions.moveAll = false;

    await().atMost(LONG).until(() -> where(asking, ENTITY).equals(address(other).toString()));
  }

  private void place(String entity, ActorSystem<Void> node) {
    decisions.placeOn = Optional.of(address(node));
    await().atMost(LONG).until(() -> where(nodes.get(0), entity).equals(address(node).toString()));
  }

  private void join(ActorSystem<Void> node) {
    var cluster = Cluster.get(node);
    cluster.manager().tell(Join.create(address(nodes.get(0))));
    await().atMost(LONG).until(() -> cluster.selfMember().status() == MemberStatus.up());
  }

  private void shard(ActorSystem<Void> node) {
    ClusterSharding.get(node)
        .init(
            Entity.of(PLACES, its -> place())
                .withAllocationStrategy(
                    new CarefulAllocation(
                        Adapter.toClassic(node),
                        Newcomers.watch(node),
                        Duration.ofSeconds(10),
                        java.util.Set::of,
                        decisions)));
  }

  private static Behavior<Where> place() {
    return Behaviors.receive(
        (context, where) -> {
          where.replyTo().tell(address(context.getSystem()).toString());
          return Behaviors.same();
        });
  }

  /** Empty while no answer comes. */
  private static String where(ActorSystem<Void> asking, String entity) {
    try {
      return ClusterSharding.get(asking)
          .entityRefFor(PLACES, entity)
          .ask(Where::new, ASK)
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      return "";
    }
  }

  /** As by {@code kill -9}: from one moment to the next the others hear nothing more. */
  private static void dies(ActorSystem<Void> node) {
    var system = (ExtendedActorSystem) Adapter.toClassic(node);
    ((RemoteActorRefProvider) system.provider()).transport().shutdown();
  }

  private static Address address(ActorSystem<?> node) {
    return Cluster.get(node).selfMember().address();
  }

  private static ActorSystem<Void> node() {
    var config =
        ConfigFactory.parseString(
                """
                akka.remote.artery.canonical.port = 0
                akka.loglevel = ERROR
                akka.cluster.sharding.handoff-timeout = 10 minutes
                """)
            .withFallback(ConfigFactory.parseResources("cluster.conf"))
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(Behaviors.empty(), "moves", config.resolve());
  }

  /** What a strategy says that knows nothing of the death yet. */
  private static final class Decisions implements ShardCoordinator.ShardAllocationStrategy {

    volatile Optional<Address> placeOn = Optional.empty();
    volatile boolean moveAll;
    volatile int rounds;

    @Override
    public Future<akka.actor.ActorRef> allocateShard(
        akka.actor.ActorRef requester,
        String shardId,
        Map<akka.actor.ActorRef, IndexedSeq<String>> current) {
      return Future.successful(
          regions(current).stream()
              .filter(its -> placeOn.equals(Optional.of(its.path().address())))
              .findFirst()
              .orElse(requester));
    }

    @Override
    public Future<Set<String>> rebalance(
        Map<akka.actor.ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
      if (!moveAll) {
        return Future.successful(CollectionConverters.asScala(List.<String>of()).toSet());
      }
      rounds++;
      var shards =
          CollectionConverters.asJava(current).values().stream()
              .flatMap(its -> CollectionConverters.asJava(its).stream())
              .toList();
      return Future.successful(CollectionConverters.asScala(shards).toSet());
    }

    private static java.util.Set<akka.actor.ActorRef> regions(
        Map<akka.actor.ActorRef, IndexedSeq<String>> current) {
      return CollectionConverters.asJava(current).keySet();
    }
  }
}
