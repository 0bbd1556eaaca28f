package io.lorikeet.node;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import io.lorikeet.httpapi.cluster.ClusterView;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** This node and the cluster. */
final class ClusterJoin {

  private ClusterJoin() {}

  /** A node that is to be alone founds a cluster; others join the seed nodes of their settings. */
  static void join(ActorSystem<?> system, NodeSettings settings) {
    var cluster = Cluster.get(system);
    if (settings.joinSelf()) {
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
  }

  static boolean isUp(ActorSystem<?> system) {
    return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
  }

  static CompletionStage<ClusterView> view(ActorSystem<?> system) {
    var members = new ArrayList<ClusterView.Member>();
    Cluster.get(system).state().getMembers().forEach(member -> members.add(view(member)));
    return CompletableFuture.completedFuture(new ClusterView(members));
  }

  private static ClusterView.Member view(Member member) {
    return new ClusterView.Member(
        member.address().toString(),
        member.status().toString().toLowerCase(Locale.ROOT),
        member.getRoles(),
        member.appVersion().toString(),
        Map.of());
  }
}
