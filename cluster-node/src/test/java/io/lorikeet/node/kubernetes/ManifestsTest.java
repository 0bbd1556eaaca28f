package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of k8s/ as objects of Kubernetes: valid, complete, and restricted. */
class ManifestsTest {

  private static final Map<String, Manifests> OVERLAYS = new HashMap<>();

  @BeforeAll
  static void build(@TempDir Path work) throws IOException {
    for (var overlay : List.of("dev", "production")) {
      OVERLAYS.put(overlay, Manifests.of(overlay, work.resolve(overlay)));
    }
  }

  private static JsonNode spec(JsonNode object) {
    return object.path("spec");
  }

  private static Set<String> texts(JsonNode list, String field) {
    var texts = new TreeSet<String>();
    list.forEach(element -> texts.add(element.path(field).asText()));
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyObjectFitsTheSchemaOfItsKind(String overlay) {
    for (var object : OVERLAYS.get(overlay).all()) {
      assertThat(KubernetesSchema.objection(object)).as("%s", object).isEmpty();
    }
  }

  @Test
  void theSchemasNoticeWhatIsWrong() {
    assertThat(KubernetesSchema.objection(deployment())).isEmpty();

    var unknownField = deployment();
    unknownField.withObject("/spec/template/spec/containers/0").putArray("portz");
    assertThat(KubernetesSchema.objection(unknownField).orElseThrow()).contains("portz");
    var text = deployment();
    text.withObject("/spec").put("replicas", "two");
    assertThat(KubernetesSchema.objection(text)).isPresent();
    var incomplete = deployment();
    incomplete.withObject("/spec").remove("selector");
    assertThat(KubernetesSchema.objection(incomplete).orElseThrow()).contains("selector");
    var unknownKind = deployment();
    unknownKind.put("kind", "Deploiment");
    assertThat(KubernetesSchema.objection(unknownKind)).isPresent();
  }

  private static ObjectNode deployment() {
    return OVERLAYS.get("dev").nodeSets().get(0).deployment().deepCopy();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void whatIsReferredToIsThere(String overlay) {
    var manifests = OVERLAYS.get(overlay);
    var made = new TreeSet<String>();
    manifests.all("Certificate").forEach(its -> made.add(spec(its).path("secretName").asText()));
    for (var workload : manifests.workloads()) {
      for (var volume : workload.at("/spec/template/spec/volumes")) {
        if (volume.has("configMap")) {
          var name = volume.at("/configMap/name").asText();
          assertThat(manifests.find("ConfigMap", name)).as(name).isPresent();
        }
        if (volume.has("secret")) {
          assertThat(made).contains(volume.at("/secret/secretName").asText());
        }
      }
      for (var reference : workload.findValues("secretKeyRef")) {
        var secret = manifests.find("Secret", reference.path("name").asText()).orElseThrow();
        assertThat(secret.path("data").has(reference.path("key").asText()))
            .as("%s", reference)
            .isTrue();
      }
      var account = workload.at("/spec/template/spec/serviceAccountName").asText();
      assertThat(account.isEmpty() || manifests.find("ServiceAccount", account).isPresent())
          .as(account)
          .isTrue();
    }
    for (var scaler : manifests.all("HorizontalPodAutoscaler")) {
      var target = spec(scaler).path("scaleTargetRef").path("name").asText();
      var deployment = manifests.find("Deployment", target).orElseThrow();
      assertThat(spec(deployment).has("replicas")).as("%s has its own count", target).isFalse();
    }
    for (var superuser : manifests.all("K8ssandraCluster")) {
      var name = superuser.at("/spec/cassandra/superuserSecretRef/name").asText();
      assertThat(manifests.find("Secret", name).orElseThrow().path("data").has("password"))
          .isTrue();
    }
  }

  /** Applied by mistake it makes pods that wait, and takes no secret from those that run. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void anOverlayAloneIsCompleteButForSecrets(String overlay) throws IOException {
    assertThat(Manifests.bare(overlay).all("Secret")).isEmpty();
    assertThat(Manifests.bare(overlay).all())
        .containsExactlyInAnyOrderElementsOf(
            OVERLAYS.get(overlay).all().stream()
                .filter(object -> !object.path("kind").asText().equals("Secret"))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void servicesAndPoliciesFindPortsOfPods(String overlay) {
    var manifests = OVERLAYS.get(overlay);
    for (var service : manifests.all("Service")) {
      var ports = texts(spec(service).path("ports"), "targetPort");
      var pods = selected(manifests, spec(service).path("selector"));
      assertThat(pods).as("pods of %s", Manifests.name(service)).isNotEmpty();
      assertThat(pods)
          .allSatisfy(
              pod ->
                  assertThat(texts(pod.at("/spec/containers/0/ports"), "name")).containsAll(ports));
    }
    for (var policy : manifests.all("NetworkPolicy")) {
      if (!manifests.all("K8ssandraCluster").isEmpty()
          && Manifests.name(policy).equals("cassandra")) {
        // Its operator makes those pods.
        continue;
      }
      var pods = selected(manifests, spec(policy).at("/podSelector/matchLabels"));
      assertThat(pods).as("pods of %s", Manifests.name(policy)).isNotEmpty();
      for (var rule : spec(policy).path("ingress")) {
        assertThat(pods)
            .allSatisfy(
                pod ->
                    assertThat(texts(pod.at("/spec/containers/0/ports"), "name"))
                        .containsAll(texts(rule.path("ports"), "port")));
      }
    }
    for (var monitor : manifests.all("ServiceMonitor")) {
      var labels = spec(monitor).at("/selector/matchLabels");
      assertThat(manifests.all("Service"))
          .filteredOn(service -> matches(labels, service.at("/metadata/labels")))
          .singleElement()
          .satisfies(
              service ->
                  assertThat(texts(spec(service).path("ports"), "name"))
                      .containsAll(texts(spec(monitor).path("endpoints"), "port")));
    }
  }

  @Test
  void onlyThoseWhoMustReachCassandra() {
    var manifests = OVERLAYS.get("production");
    var traffic = new PodTraffic(manifests);
    var cassandra = traffic.cassandra();
    for (var set : manifests.nodeSets()) {
      var node = traffic.pod(set.labels());
      assertThat(portsOfCassandra(traffic, node)).as(set.name()).containsExactly(9042);
      assertThat(traffic.allows(cassandra, node, set.port("management"))).isFalse();
    }
    assertThat(portsOfCassandra(traffic, cassandra)).containsExactly(7000);
    var reaper =
        Map.of("app.kubernetes.io/component", "reaper", "k8ssandra.io/cluster-name", "cassandra");
    assertThat(portsOfCassandra(traffic, traffic.pod(reaper))).containsExactly(8080, 9042);
    var operator = new PodTraffic.Pod("k8ssandra-operator", Map.of(), Map.of());
    assertThat(portsOfCassandra(traffic, operator)).containsExactly(8080);

    var neighbour = Map.of("app.kubernetes.io/name", "something");
    assertThat(portsOfCassandra(traffic, traffic.pod(neighbour))).isEmpty();
    var namesake =
        new PodTraffic.Pod("elsewhere", Map.of("app.kubernetes.io/name", "lorikeet"), Map.of());
    assertThat(portsOfCassandra(traffic, namesake)).isEmpty();
  }

  private static Set<Integer> portsOfCassandra(PodTraffic traffic, PodTraffic.Pod from) {
    var to = traffic.cassandra();
    return to.ports().values().stream()
        .filter(port -> traffic.allows(from, to, port))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<JsonNode> selected(Manifests manifests, JsonNode labels) {
    return manifests.workloads().stream()
        .map(workload -> workload.at("/spec/template"))
        .filter(pod -> matches(labels, pod.at("/metadata/labels")))
        .toList();
  }

  private static boolean matches(JsonNode selector, JsonNode labels) {
    return selector.properties().stream()
        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void whatComesFromOutsideKeepsItsSourceAddressAndItsNode(String overlay) {
    assertThat(OVERLAYS.get(overlay).all("Service"))
        .filteredOn(service -> spec(service).path("type").asText().equals("LoadBalancer"))
        .hasSize(2)
        .allSatisfy(
            service -> {
              assertThat(spec(service).path("externalTrafficPolicy").asText()).isEqualTo("Local");
              assertThat(spec(service).path("sessionAffinity").asText()).isEqualTo("ClientIP");
              assertThat(texts(spec(service).path("ports"), "protocol")).hasSize(1);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void podsMayDoNoMoreThanTheyNeed(String overlay) {
    for (var workload : OVERLAYS.get(overlay).workloads()) {
      var name = Manifests.name(workload);
      var pod = workload.at("/spec/template/spec");
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).as(name).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).as(name).isPositive();
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .as(name)
          .isEqualTo("RuntimeDefault");
      assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
          .as("%s has a token", name)
          .isEqualTo(name.startsWith("lorikeet-"));
      for (var container : pod.path("containers")) {
        var security = container.path("securityContext");
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).as(name).isFalse();
        assertThat(security.at("/capabilities/drop/0").asText()).as(name).isEqualTo("ALL");
        assertThat(security.path("readOnlyRootFilesystem").asBoolean())
            .as(name)
            .isEqualTo(!name.equals("cassandra"));
        assertThat(container.at("/resources/requests").size()).as(name).isEqualTo(2);
        assertThat(container.at("/resources/limits").has("memory")).as(name).isTrue();
      }
    }
  }

  @Test
  void theRoleLetsNodesReadPodsAndNothingElse() {
    for (var manifests : OVERLAYS.values()) {
      var access = new PodAccess(manifests);
      for (var set : manifests.nodeSets()) {
        var account = set.pod().path("serviceAccountName").asText();
        assertThat(List.of("get", "watch", "list"))
            .allMatch(verb -> access.allows(account, verb, "pods"));
        assertThat(access.allows(account, "delete", "pods")).isFalse();
        assertThat(access.allows(account, "get", "secrets")).isFalse();
      }
      assertThat(access.allows("default", "list", "pods")).isFalse();
    }
  }

  @Test
  void noDisruptionTakesTwoNodesAtOnce() {
    for (var manifests : OVERLAYS.values()) {
      assertThat(manifests.all("PodDisruptionBudget")).hasSize(1);
      var budget = manifests.all("PodDisruptionBudget").get(0);
      assertThat(spec(budget).path("maxUnavailable").asInt()).isEqualTo(1);
      assertThat(selected(manifests, spec(budget).at("/selector/matchLabels")))
          .hasSameSizeAs(manifests.nodeSets());
    }
  }
}
