package io.lorikeet.node.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/** The members of a cluster, as one of them sees it. */
public record Members(List<Member> members) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One of them.
   *
   * @param address host:port
   * @param status as {@code up}; {@code unreachable} when nothing is heard of it
   */
  public record Member(String address, String status, boolean oldest, Set<String> roles) {}

  public Members {
    members = List.copyOf(members);
  }

  /** How many are members in full, and heard of. */
  public long up() {
    return members.stream().filter(member -> member.status().equals("up")).count();
  }

  /** Reads what a node answers at {@code /cluster/members}. */
  static Members parse(String text) {
    try {
      var json = JSON.readTree(text);
      var unreachable = new HashSet<String>();
      json.path("unreachable").forEach(its -> unreachable.add(its.path("node").asText()));
      var oldest = json.path("oldest").asText();
      return new Members(
          StreamSupport.stream(json.path("members").spliterator(), false)
              .map(member -> member(member, unreachable, oldest))
              .sorted((one, other) -> one.address().compareTo(other.address()))
              .toList());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no members: " + text, e);
    }
  }

  private static Member member(JsonNode json, Set<String> unreachable, String oldest) {
    var node = json.path("node").asText();
    var roles =
        StreamSupport.stream(json.path("roles").spliterator(), false)
            .map(JsonNode::asText)
            .filter(role -> !role.startsWith("dc-"))
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
    return new Member(
        node.substring(node.indexOf('@') + 1),
        unreachable.contains(node)
            ? "unreachable"
            : json.path("status").asText().toLowerCase(Locale.ROOT),
        node.equals(oldest),
        roles);
  }
}
