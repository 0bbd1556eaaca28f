package io.lorikeet.actors;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.ClusterEvent.MemberUp;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which members have just come, and run code that is not compiled yet; and whether one has just
 * been put out. Thread-safe.
 */
public final class Newcomers {

  /** About as long as shards need to be spread anew. */
  private static final Duration NEW = Duration.ofSeconds(30);

  /** A third of {@link #NEW}: the shards that move then, one each second, take the rest. */
  static final Duration STARTING = Duration.ofSeconds(10);

  /** Better such a node than a single one that has everything. */
  static final Duration BARELY_STARTED = Duration.ofSeconds(5);

  /**
   * By then it has done much of what it will do. A slow log holds up a quarter of its application's
   * devices, a slow gateway all that it hears, any other shard a sixtieth.
   */
  static final Duration RUN_IN = Duration.ofSeconds(60);

  /** What has waited for a dead node's shards is worked off within this time. */
  private static final Duration CALM = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private volatile Optional<Long> putOutAt = Optional.empty();

  /** As many as there are members. */
  private final Map<Address, Long> upSince = new ConcurrentHashMap<>();

  Newcomers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Members that were there before this node count from its own start. */
  public static Newcomers watch(ActorSystem<?> system) {
    var newcomers = new Newcomers(System::nanoTime);
    system.systemActorOf(newcomers.behavior(), "newcomers", Props.empty());
    return newcomers;
  }

  private Behavior<MemberEvent> behavior() {
    return Behaviors.setup(
        context -> {
          Cluster.get(context.getSystem())
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), MemberEvent.class));
          return Behaviors.receive(MemberEvent.class)
              .onMessage(
                  MemberUp.class,
                  event -> {
                    up(event.member().address());
                    return Behaviors.same();
                  })
              .onMessage(
                  MemberRemoved.class,
                  event -> {
                    removed(event.member().address());
                    if (event.previousStatus() == MemberStatus.down()) {
                      putOut();
                    }
                    return Behaviors.same();
                  })
              .onAnyMessage(other -> Behaviors.same())
              .build();
        });
  }

  void up(Address node) {
    upSince.put(node, nanoTime.getAsLong());
  }

  void removed(Address node) {
    upSince.remove(node);
  }

  void putOut() {
    putOutAt = Optional.of(nanoTime.getAsLong());
  }

  /** Whether a node was taken for dead of late. */
  boolean oneWasPutOut() {
    return putOutAt.filter(at -> nanoTime.getAsLong() - at < CALM.toNanos()).isPresent();
  }

  /** Whether a node has not been up for so long. */
  boolean oneIsYoungerThan(Duration age) {
    long now = nanoTime.getAsLong();
    return upSince.values().stream().anyMatch(since -> now - since < age.toNanos());
  }

  /** Whether it is to get its share one by one only. */
  boolean isNew(Address node) {
    return isYoungerThan(NEW, node);
  }

  /** Also of whom nothing has been heard. */
  boolean isYoungerThan(Duration age, Address node) {
    var since = upSince.get(node);
    return since == null || nanoTime.getAsLong() - since < age.toNanos();
  }
}
