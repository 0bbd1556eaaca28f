package io.lorikeet.node;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.ClusterSharding;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import io.lorikeet.actors.Meters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * What this node sees of the cluster: {@code lorikeet.cluster.members} and {@code .unreachable};
 * and what it has of it: {@code lorikeet.sharding.shards} and {@code .entities} (label {@code
 * type}). How long work waits for a thread of the actors, {@code lorikeet.dispatcher.delay}; and
 * what came to nobody, {@link LostMessages}.
 */
final class ClusterMeters implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Shards and entities of one kind on this node. */
  private record Count(int shards, int entities) {}

  private final ActorSystem<?> system;
  private final Cluster cluster;
  private final MeterRegistry registry;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();
  private final Timer dispatcherDelay;
  private final Cancellable probes;
  private final Cancellable timer;

  static ClusterMeters start(ActorSystem<?> system) {
    return new ClusterMeters(system);
  }

  private ClusterMeters(ActorSystem<?> system) {
    this.system = system;
    this.cluster = Cluster.get(system);
    this.registry = Meters.of(system);
    Gauge.builder("lorikeet.cluster.members", this, ClusterMeters::up)
        .description("members that are up, as this node sees it")
        .register(registry);
    Gauge.builder(
            "lorikeet.cluster.unreachable",
            this,
            its -> its.cluster.state().getUnreachable().size())
        .description("members that this node hears nothing of")
        .register(registry);
    LostMessages.count(system, registry);
    Removals.time(system, registry);
    dispatcherDelay =
        Timer.builder("lorikeet.dispatcher.delay")
            .description("how long a task waits for a thread of the actors")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofSeconds(2))
            .register(registry);
    probes =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                PROBE_EVERY, PROBE_EVERY, this::probe, system.executionContext());
    timer =
        system
            .scheduler()
            .scheduleWithFixedDelay(EVERY, EVERY, this::count, system.executionContext());
  }

  /** The dispatcher runs this; what it runs next waits as any actor does. */
  private void probe() {
    var since = System.nanoTime();
    system
        .executionContext()
        .execute(() -> dispatcherDelay.record(System.nanoTime() - since, TimeUnit.NANOSECONDS));
  }

  private double up() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .count();
  }

  private void count() {
    var sharding = ClusterSharding.get(system.classicSystem());
    for (var type : sharding.getShardTypeNames()) {
      Patterns.ask(sharding.shardRegion(type), ShardRegion.getRegionStatsInstance(), PATIENCE)
          .thenAccept(answer -> counted(type, ((ShardRegion.ShardRegionStats) answer)))
          // A region that is busy moving is asked again soon.
          .exceptionally(late -> null);
    }
  }

  private void counted(String type, ShardRegion.ShardRegionStats stats) {
    var entities =
        stats.getStats().values().stream().mapToInt(its -> ((Number) its).intValue()).sum();
    var before = counts.put(type, new Count(stats.getStats().size(), entities));
    if (before == null) {
      gauge("lorikeet.sharding.shards", type, "shards on this node", Count::shards);
      gauge("lorikeet.sharding.entities", type, "entities in memory on this node", Count::entities);
    }
  }

  private void gauge(
      String name, String type, String description, java.util.function.ToIntFunction<Count> value) {
    Gauge.builder(name, counts, its -> value.applyAsInt(its.get(type)))
        .description(description)
        .tag("type", type)
        .register(registry);
  }

  @Override
  public void close() {
    timer.cancel();
    probes.cancel();
  }
}
