package io.lorikeet.node;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.sharding.ClusterSharding;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.typed.Cluster;
import akka.pattern.Patterns;
import io.lorikeet.httpapi.cluster.ClusterControl;
import io.lorikeet.httpapi.cluster.ClusterView;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import scala.concurrent.duration.FiniteDuration;

/** The cluster as this node sees it, and what an operator may do to it. */
final class ClusterMembers implements ClusterControl {

  /** A node that does not answer is left out; the answer must not wait for it. */
  private static final FiniteDuration PATIENCE = FiniteDuration.create(2, TimeUnit.SECONDS);

  private final ActorSystem<?> system;
  private final Cluster cluster;

  ClusterMembers(ActorSystem<?> system) {
    this.system = system;
    this.cluster = Cluster.get(system);
  }

  @Override
  public CompletionStage<ClusterView> view() {
    var counts =
        ClusterSharding.get(system.classicSystem()).getShardTypeNames().stream()
            .sorted()
            .map(this::shards)
            .toList();
    return CompletableFuture.allOf(counts.toArray(CompletableFuture[]::new))
        .thenApply(
            all -> {
              var shards = new HashMap<Address, Map<String, Integer>>();
              counts.forEach(type -> type.join().addTo(shards));
              return new ClusterView(
                  StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                      .map(member -> view(member, shards.getOrDefault(member.address(), Map.of())))
                      .toList());
            });
  }

  private record TypeShards(String type, Map<Address, Integer> shards) {
    void addTo(Map<Address, Map<String, Integer>> all) {
      shards.forEach(
          (node, count) -> all.computeIfAbsent(node, its -> new HashMap<>()).put(type, count));
    }
  }

  private CompletableFuture<TypeShards> shards(String type) {
    var region = ClusterSharding.get(system.classicSystem()).shardRegion(type);
    return Patterns.ask(
            region,
            new ShardRegion.GetClusterShardingStats(PATIENCE),
            Duration.ofMillis(PATIENCE.toMillis() + 500))
        .thenApply(
            answer -> {
              var shards = new HashMap<Address, Integer>();
              ((ShardRegion.ClusterShardingStats) answer)
                  .getRegions()
                  .forEach((node, stats) -> shards.put(node, stats.getStats().size()));
              return new TypeShards(type, shards);
            })
        // The coordinator is moving: better no figures than no answer.
        .exceptionally(late -> new TypeShards(type, Map.of()))
        .toCompletableFuture();
  }

  private ClusterView.Member view(Member member, Map<String, Integer> shards) {
    boolean unreachable = cluster.state().getUnreachable().contains(member);
    return new ClusterView.Member(
        member.address().toString(),
        unreachable ? "unreachable" : member.status().toString().toLowerCase(Locale.ROOT),
        member.getRoles(),
        member.appVersion().toString(),
        shards);
  }

  @Override
  public boolean drain(String address) {
    var wanted = find(address);
    wanted.forEach(member -> StopRequests.send(system, member.address()));
    return !wanted.isEmpty();
  }

  private List<Member> find(String address) {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(
            member ->
                member.address().toString().equals(address)
                    || member.address().hostPort().endsWith("@" + address))
        .toList();
  }
}
