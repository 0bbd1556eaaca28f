package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Who may open a connection to whom by TCP, as the manifests' NetworkPolicies say. */
record PodTraffic(Manifests manifests) {

  /**
   * A pod, of these manifests or of others.
   *
   * @param ports numbers by names
   */
  record Pod(String namespace, Map<String, String> labels, Map<String, Integer> ports) {}

  /** One in the manifests' namespace with whose ports nothing is to be said. */
  Pod pod(Map<String, String> labels) {
    return new Pod(manifests.namespace(), labels, Map.of());
  }

  /** Those of a K8ssandraCluster, as its operator makes them. */
  Pod cassandra() {
    return new Pod(
        manifests.namespace(),
        Map.of(
            "app.kubernetes.io/name", "cassandra", "cassandra.datastax.com/cluster", "cassandra"),
        Map.of("native", 9042, "internode", 7000, "jmx", 7199, "mgmt-api-http", 8080));
  }

  /** A pod that no policy is about may do everything. */
  boolean allows(Pod from, Pod to, int port) {
    return allows("Egress", "egress", "to", from, to, to, port)
        && allows("Ingress", "ingress", "from", to, from, to, port);
  }

  private boolean allows(
      String type, String rules, String peers, Pod subject, Pod peer, Pod to, int port) {
    var policies =
        manifests.all("NetworkPolicy").stream()
            .map(policy -> policy.path("spec"))
            .filter(policy -> has(policy.path("policyTypes"), type))
            .filter(policy -> subject.namespace().equals(manifests.namespace()))
            .filter(policy -> matches(policy.path("podSelector"), subject.labels()))
            .toList();
    return policies.isEmpty()
        || policies.stream()
            .flatMap(policy -> elements(policy.path(rules)).stream())
            .anyMatch(rule -> isPeer(rule.path(peers), peer) && isPort(rule, to, port));
  }

  private boolean isPeer(JsonNode peers, Pod pod) {
    return peers.isMissingNode() || elements(peers).stream().anyMatch(peer -> isIt(peer, pod));
  }

  private boolean isIt(JsonNode peer, Pod pod) {
    var namespaces = Optional.of(peer.path("namespaceSelector")).filter(JsonNode::isObject);
    var near =
        namespaces
            .map(its -> matches(its, Map.of("kubernetes.io/metadata.name", pod.namespace())))
            .orElse(pod.namespace().equals(manifests.namespace()));
    return !peer.has("ipBlock") && near && matches(peer.path("podSelector"), pod.labels());
  }

  private static boolean isPort(JsonNode rule, Pod to, int port) {
    return !rule.has("ports")
        || elements(rule.path("ports")).stream()
            .filter(its -> its.path("protocol").asText().equals("TCP"))
            .map(its -> its.path("port"))
            .anyMatch(
                its ->
                    port == (its.isInt() ? its.asInt() : to.ports().getOrDefault(its.asText(), 0)));
  }

  private static boolean matches(JsonNode selector, Map<String, String> labels) {
    return selector.path("matchLabels").properties().stream()
        .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
  }

  private static boolean has(JsonNode list, String text) {
    return elements(list).stream().anyMatch(its -> its.asText().equals(text));
  }

  private static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }
}
