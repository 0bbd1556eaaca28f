package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.persistence.Store;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The nodes of the overlay "dev", a pod of each set, as processes that have what the manifests give
 * them and find each other through the Kubernetes API.
 */
@Isolated("takes the whole machine")
class KubernetesIT {

  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private Path work;
  private final List<PodProcess> pods = new ArrayList<>();

  @AfterEach
  void stop() {
    pods.forEach(PodProcess::close);
  }

  @Test
  void threePodsFormAClusterThatServes() throws IOException {
    var manifests = Manifests.of("dev", work.resolve("k8s"));
    var account = new ServiceAccountFiles(work.resolve("serviceaccount"), manifests.namespace());
    var store = store();
    try (var api = new FakeKubernetesApi(manifests, account.tls())) {
      var cassandra = store.embedded().orElseThrow().cqlAddress();
      var ips = freeAddresses(manifests.nodeSets());
      var services =
          Map.of(
              "cassandra:9042",
              cassandra.getAddress().getHostAddress() + ":" + cassandra.getPort(),
              // Nobody listens there: a node starts without its broker.
              "mosquitto",
              ips.get(0));
      for (var set : manifests.nodeSets()) {
        var podIp = ips.get(pods.size());
        api.know(account.tokenText(), set.pod().path("serviceAccountName").asText());
        api.run(set, podIp);
        pods.add(
            PodProcess.start(
                set, podIp, work.resolve(set.name()), services, api.address(), account));
      }

      for (var pod : pods) {
        await(pod.set().name() + " is ready")
            .atMost(LONG)
            .until(() -> pod.passes("readinessProbe"));
        assertThat(pod.passes("livenessProbe")).isTrue();
        assertThat(pod.passes("startupProbe")).isTrue();
      }

      for (var pod : pods) {
        await("members")
            .atMost(LONG)
            .untilAsserted(() -> assertThat(members(pod)).isEqualTo(all()));
      }
      assertThatTheApiAnswers();
      assertThatGatewaysAreHeard();
    } finally {
      store.stop();
    }
  }

  private Store store() {
    return Store.start(
        ConfigFactory.load(
            ConfigFactory.parseMap(
                    Map.of(
                        "lorikeet.persistence.mode",
                        "embedded",
                        "lorikeet.persistence.embedded.short-lived",
                        true,
                        "lorikeet.persistence.key-encryption-key",
                        Manifests.KEY_ENCRYPTION_KEY))
                .withFallback(ConfigFactory.parseResources("application.conf"))),
        work.resolve("store"));
  }

  private TreeSet<String> all() {
    var all = new TreeSet<String>();
    pods.forEach(
        pod -> all.add("Up akka://lorikeet@" + pod.podIp() + ":" + pod.set().port("remoting")));
    return all;
  }

  private static TreeSet<String> members(PodProcess pod) throws IOException {
    var members = new TreeSet<String>();
    for (var member : json(pod, "management", "/cluster/members").path("members")) {
      members.add(member.path("status").asText() + " " + member.path("node").asText());
    }
    return members;
  }

  private static JsonNode json(PodProcess pod, String port, String path, String... headers)
      throws IOException {
    return new ObjectMapper().readTree(pod.get(port, path, headers).orElseThrow().body());
  }

  private PodProcess pod(String component) {
    return pods.stream()
        .filter(its -> component.equals(its.set().labels().get("app.kubernetes.io/component")))
        .findFirst()
        .orElseThrow();
  }

  private void assertThatTheApiAnswers() throws IOException {
    var cluster =
        json(
            pod("applications"),
            "http",
            "/api/v1/cluster",
            "Authorization",
            "Bearer " + Manifests.ADMIN_KEY);
    assertThat(cluster.path("members")).hasSize(pods.size());
  }

  /** PULL_DATA of a gateway is answered with PULL_ACK. */
  private void assertThatGatewaysAreHeard() throws IOException {
    var pod = pod("gateways");
    var pullData = HexFormat.of().parseHex("02123402" + "02000000ff000001");
    try (var socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      socket.setSoTimeout(5_000);
      socket.send(
          new DatagramPacket(
              pullData,
              pullData.length,
              new InetSocketAddress(pod.podIp(), pod.set().port("semtech-udp"))));
      var answer = new DatagramPacket(new byte[64], 64);
      socket.receive(answer);
      assertThat(HexFormat.of().formatHex(answer.getData(), 0, answer.getLength()))
          .isEqualTo("02123404");
    }
  }

  /** One for each set, all of whose ports are free there. */
  private static List<String> freeAddresses(List<NodeSet> sets) {
    var free =
        IntStream.range(20, 250)
            .mapToObj(number -> "127.0.0." + number)
            .filter(address -> sets.stream().allMatch(set -> isFree(address, set)))
            .limit(sets.size())
            .toList();
    assertThat(free).as("free addresses").hasSameSizeAs(sets);
    return free;
  }

  private static boolean isFree(String address, NodeSet set) {
    for (var port : set.container().path("ports")) {
      var number = port.path("containerPort").asInt();
      try {
        var host = InetAddress.getByName(address);
        if (port.path("protocol").asText().equals("UDP")) {
          new DatagramSocket(number, host).close();
        } else {
          new ServerSocket(number, 1, host).close();
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }
}
