package io.lorikeet.node.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is of a cluster, for people. */
final class MemberTable {

  private static final String ROW = "  %-5s %-18s %-12s %-8s %-24s %s%n";

  private MemberTable() {}

  static String of(List<LocalNode> nodes, Optional<Members> members) {
    var text = new StringBuilder();
    text.append(ROW.formatted("node", "address", "member", "process", "API", "gateways (UDP)"));
    for (var node : nodes) {
      var its = node.addresses();
      text.append(
          ROW.formatted(
              node.number(),
              its.clusterAddress(),
              status(members, its.clusterAddress()),
              process(node),
              its.host() + ":" + its.api(),
              its.host() + ":" + its.gateways()));
    }
    return text.toString();
  }

  private static String status(Optional<Members> members, String address) {
    var found = new ArrayList<String>();
    members.ifPresent(
        all ->
            all.members().stream()
                .filter(member -> member.address().equals(address))
                .map(member -> member.oldest() ? member.status() + ", first" : member.status())
                .forEach(found::add));
    return found.isEmpty() ? "-" : found.get(0);
  }

  private static String process(LocalNode node) {
    return node.isAlive() ? Long.toString(node.pid()) : "ended";
  }
}
