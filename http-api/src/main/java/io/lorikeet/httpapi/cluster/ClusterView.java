package io.lorikeet.httpapi.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The cluster as the node that is asked sees it. */
public record ClusterView(List<Member> members) {

  public ClusterView {
    members = List.copyOf(members);
  }

  /**
   * One node.
   *
   * @param address of Akka, as {@code akka://lorikeet@10.0.0.1:25520}
   * @param status as {@code up}, {@code joining}
   * @param roles what it does
   * @param version of the program
   * @param shards how many shards of each kind of entity it holds; empty when unknown
   */
  public record Member(
      String address,
      String status,
      Set<String> roles,
      String version,
      Map<String, Integer> shards) {

    public Member {
      roles = Set.copyOf(roles);
      shards = Map.copyOf(shards);
    }
  }
}
