package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorikeet.actors.Role;
import io.lorikeet.node.NodeEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes read of the manifests of k8s/: environment, files, ports, labels, times. */
class NodeConfigurationTest {

  private static final Pattern METRIC = Pattern.compile("lorikeet_[a-z_]+");
  private static final String POD_IP = "10.1.2.3";

  @TempDir private Path work;

  private NodeEnvironment node(NodeSet set) {
    return new NodeEnvironment(
        set.environment(POD_IP), set.configFiles().get("/etc/lorikeet/node.conf"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyVariableIsOneThatANodeReads(String overlay) throws IOException {
    var read = variables();
    // The Java launcher's own.
    read.add("JDK_JAVA_OPTIONS");
    for (var set : Manifests.of(overlay, work).nodeSets()) {
      assertThat(read).containsAll(set.environment(POD_IP).keySet());
    }
  }

  /** Those that stand in any configuration file of ours. */
  private static Set<String> variables() throws IOException {
    var reference = Pattern.compile("\\$\\{\\??(LORIKEET_[A-Z_]+)(:-[^}]*)?}");
    var found = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(Path.of(".."), 6)) {
      for (var file : files.filter(NodeConfigurationTest::isConfiguration).toList()) {
        var matcher = reference.matcher(Files.readString(file));
        while (matcher.find()) {
          found.add(matcher.group(1));
        }
      }
    }
    return found;
  }

  private static boolean isConfiguration(Path file) {
    var path = file.toString();
    return path.contains("/src/main/resources")
        && (path.endsWith(".conf") || path.endsWith("logback.xml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void nodesListenWhereTheirPortsAre(String overlay) throws IOException {
    for (var set : Manifests.of(overlay, work).nodeSets()) {
      var config = node(set).config();
      assertThat(config.getInt("lorikeet.management.port")).isEqualTo(set.port("management"));
      assertThat(config.getInt("akka.remote.artery.canonical.port"))
          .isEqualTo(set.port("remoting"));
      assertThat(config.getString("akka.remote.artery.canonical.hostname")).isEqualTo(POD_IP);
      assertThat(config.getString("lorikeet.cluster.kubernetes.port-name")).isEqualTo("management");
      if (node(set).roles().contains(Role.GATEWAY_BRIDGE)) {
        assertThat(config.getInt("lorikeet.gateway-bridge.semtech-udp.port"))
            .isEqualTo(set.port("semtech-udp"));
      }
      if (node(set).roles().contains(Role.API)) {
        assertThat(config.getInt("lorikeet.http-api.port")).isEqualTo(set.port("http"));
      }
    }
  }

  /** Else a new image would be no new version to those that say where shards go. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void theImagesTagIsTheNodesVersion(String overlay) throws IOException {
    var manifests = Manifests.of(overlay, work);
    var file = work.resolve("overlays").resolve(overlay).resolve("kustomization.yaml");
    Files.writeString(file, Files.readString(file).replaceFirst("newTag: .*", "newTag: 1.2.3-rc4"));

    for (var set : manifests.builtAgain().nodeSets()) {
      assertThat(set.container().path("image").asText()).endsWith(":1.2.3-rc4");
      assertThat(node(set).config().getString("akka.cluster.app-version")).isEqualTo("1.2.3-rc4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void theSetsTogetherHaveEachRoleOnce(String overlay) throws IOException {
    var roles = EnumSet.noneOf(Role.class);
    for (var set : Manifests.of(overlay, work).nodeSets()) {
      assertThat(node(set).roles()).allSatisfy(role -> assertThat(roles.add(role)).isTrue());
    }
    assertThat(roles).containsExactlyInAnyOrder(Role.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void nodesLookForTheLabelsThatTheyHaveAndNobodyElseHas(String overlay) throws IOException {
    var manifests = Manifests.of(overlay, work);
    for (var set : manifests.nodeSets()) {
      var selector =
          LabelSelector.parse(
              node(set).config().getString("akka.discovery.kubernetes-api.pod-label-selector"));
      assertThat(manifests.nodeSets()).allMatch(its -> selector.matches(its.labels()));
      var others = new HashSet<>(manifests.workloads());
      manifests.nodeSets().forEach(its -> others.remove(its.deployment()));
      assertThat(others).noneMatch(its -> selector.matches(new NodeSet(manifests, its).labels()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void theHandOverFitsTheGracePeriod(String overlay) throws IOException {
    for (var set : Manifests.of(overlay, work).nodeSets()) {
      var config = node(set).config();
      var grace = config.getDuration("lorikeet.node.shutdown-grace");
      var phases = config.getConfig("akka.coordinated-shutdown.phases");
      var usual = config.getDuration("akka.coordinated-shutdown.default-phase-timeout");
      var longest = Duration.ZERO;
      for (var phase : phases.root().keySet()) {
        var timeout =
            phases.hasPath(phase + ".timeout") ? phases.getDuration(phase + ".timeout") : usual;
        longest = longest.plus(timeout);
      }
      // Both run in it, beside each other.
      var first = phases.getDuration("before-service-unbind.timeout");
      assertThat(first).isGreaterThan(grace);
      assertThat(first).isGreaterThan(config.getDuration("lorikeet.node.drain-limit"));
      var preStop = set.container().at("/lifecycle/preStop/sleep/seconds").asInt();
      assertThat(preStop).isPositive();
      assertThat(Duration.ofSeconds(set.pod().path("terminationGracePeriodSeconds").asInt()))
          .isGreaterThanOrEqualTo(longest.plusSeconds(preStop));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void probesAskWhatTheNodeAnswers(String overlay) throws IOException {
    for (var set : Manifests.of(overlay, work).nodeSets()) {
      assertThat(List.of("startupProbe", "livenessProbe"))
          .extracting(probe -> set.container().path(probe).at("/httpGet/path").asText())
          .containsOnly("/alive");
      assertThat(set.container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/ready");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void nothingIsWrittenOutsideOfTheVolumes(String overlay) throws IOException {
    for (var set : Manifests.of(overlay, work).nodeSets()) {
      var writable = new TreeSet<String>();
      for (var mount : set.container().path("volumeMounts")) {
        if (!mount.path("readOnly").asBoolean()) {
          writable.add(mount.path("mountPath").asText());
        }
      }
      assertThat(writable)
          .containsExactly("/tmp", node(set).config().getString("lorikeet.node.data-directory"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void noSecretStandsInTheExamples(String overlay) throws IOException {
    try (Stream<Path> files = Files.list(Manifests.FOLDER.resolve("examples").resolve(overlay))) {
      var examples = files.filter(file -> file.toString().endsWith(".env")).toList();
      assertThat(examples).isNotEmpty();
      for (var example : examples) {
        assertThat(Files.readAllLines(example))
            .filteredOn(line -> !line.startsWith("#"))
            .allMatch(
                line -> line.endsWith("=" + Manifests.PLACEHOLDER) || line.startsWith("username="));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void nodesRefuseEveryPlaceholderOfTheExamples(String overlay) throws IOException {
    var real = Manifests.of(overlay, work).nodeSets();
    for (var set : Manifests.example(overlay).nodeSets()) {
      var placeholders = new TreeMap<>(set.environment(POD_IP));
      placeholders.values().removeIf(value -> !value.equals(Manifests.PLACEHOLDER));
      assertThat(placeholders).containsKeys("LORIKEET_KEY_ENCRYPTION_KEY", "LORIKEET_ADMIN_KEY");
      for (var name : placeholders.keySet()) {
        var environment = new TreeMap<>(real.get(0).environment(POD_IP));
        environment.put(name, Manifests.PLACEHOLDER);
        assertThatThrownBy(
                () ->
                    new NodeEnvironment(
                        environment, set.configFiles().get("/etc/lorikeet/node.conf")))
            .hasMessageContaining(name)
            .hasMessageContaining("k8s/new-secrets");
      }
    }
  }

  @Test
  void alertsAreAboutMetricsThatTheGuideExplains() throws IOException {
    var guide = Files.readString(Path.of("..", "docs", "operator-guide.md"));
    var rules = Manifests.of("production", work).all("PrometheusRule");
    assertThat(rules).isNotEmpty();
    for (var expression : rules.get(0).findValuesAsText("expr")) {
      METRIC
          .matcher(expression)
          .results()
          .map(its -> its.group().replaceAll("_(sum|count|bucket)$", ""))
          .forEach(name -> assertThat(guide).contains("`" + name + "`"));
    }
  }

  /** A sum by a label that one of its metrics lacks leaves that metric out, or says nothing. */
  @Test
  void alertsDivideByLabelsThatTheirMetricsHave() throws IOException {
    var guide = Files.readAllLines(Path.of("..", "docs", "operator-guide.md"));
    var divided = Pattern.compile("by \\((?!le\\))([a-z_]+)\\)");
    var rules = Manifests.of("production", work).all("PrometheusRule");
    var seen = new TreeSet<String>();
    for (var expression : rules.get(0).findValuesAsText("expr")) {
      var label = divided.matcher(expression);
      while (label.find()) {
        seen.add(label.group(1));
        METRIC
            .matcher(expression)
            .results()
            .forEach(
                its ->
                    assertThat(guide)
                        .anyMatch(
                            row ->
                                row.startsWith("| `" + its.group() + "` |")
                                    && row.contains("`" + label.group(1) + "`")));
      }
    }
    assertThat(seen).containsExactly("kind", "type");
  }

  @Test
  void inProductionEachFrameHasLinesThatMachinesRead() throws IOException {
    for (var set : Manifests.of("production", work).nodeSets()) {
      assertThat(set.environment(POD_IP))
          .containsEntry("LORIKEET_LOG_FORMAT", "json")
          .containsEntry("LORIKEET_FRAME_LOG", "INFO");
    }
  }
}
