package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.node.TestCertificates;
import io.lorikeet.node.TlsClient;
import io.lorikeet.persistence.Store;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.client.NetworkSettings;
import io.lorikeet.simulator.device.DeviceIdentity;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The nodes of the overlays, a pod of each set, as processes that have what the manifests give them
 * and find each other through the Kubernetes API.
 */
@Isolated("takes the whole machine")
class KubernetesIT {

  private static final Duration LONG = Duration.ofSeconds(90);
  private static final String APP = "meters";
  private static final GatewayEui GATEWAY = new GatewayEui(0x02_00_00_00_ff_00_00_01L);
  private static final DeviceIdentity.Abp DEVICE =
      new DeviceIdentity.Abp(
          new DevEui(0x70_b3_d5_7e_d0_00_00_01L),
          new DevAddr(0x0100_0001),
          new SessionKeys10(
              Aes128Key.parse("000102030405060708090a0b0c0d0e0f"),
              Aes128Key.parse("0f0e0d0c0b0a09080706050403020100")));

  @TempDir private Path work;
  private final List<PodProcess> pods = new ArrayList<>();
  private final Deque<Runnable> stops = new ArrayDeque<>();
  private FakeKubernetesApi api;
  private PodProcess.Surroundings surroundings;
  private String misfitIp;

  @AfterEach
  void stop() {
    pods.forEach(PodProcess::close);
    stops.forEach(Runnable::run);
  }

  @Test
  void threePodsFormAClusterThatServes() throws IOException {
    var manifests = Manifests.of("dev", work.resolve("k8s"));
    start(manifests, Map.of());

    assertThatAllAreMembers();
    assertThatTheApiAnswers();
    assertThatGatewaysAreHeard();
    assertThatAnUplinkGoesAllTheWay();
    assertThatAMisfitIsToldWhy(manifests);
  }

  /** As with cert-manager's secret: nobody without a certificate comes near a node. */
  @Test
  void podsOfProductionFormAClusterWithTls() throws IOException {
    var certificates = new TestCertificates(work.resolve("certificates"));
    start(
        Manifests.of("production", work.resolve("k8s")),
        Map.of(
            "/etc/lorikeet-tls/ca.crt", certificates.caFile(),
            "/etc/lorikeet-tls/tls.crt", certificates.certificateFile(),
            "/etc/lorikeet-tls/tls.key", certificates.keyFile()));

    assertThatAllAreMembers();
    for (var pod : pods) {
      var remoting = pod.address("remoting");
      assertThat(TlsClient.isAccepted(remoting, certificates.client(true))).isTrue();
      assertThat(TlsClient.isAccepted(remoting, certificates.client(false))).isFalse();
    }
    assertThatAnUplinkGoesAllTheWay();
  }

  private void start(Manifests manifests, Map<String, Path> secrets) throws IOException {
    var account = new ServiceAccountFiles(work.resolve("serviceaccount"), manifests.namespace());
    var store = store();
    stops.push(store::stop);
    api = new FakeKubernetesApi(manifests, account.tls());
    stops.push(api::close);
    var ips = freeAddresses(manifests.nodeSets(), manifests.nodeSets().size() + 1);
    misfitIp = ips.get(manifests.nodeSets().size());
    surroundings =
        new PodProcess.Surroundings(services(store, ips.get(0)), secrets, api.address(), account);
    for (var set : manifests.nodeSets()) {
      pods.add(run(set, ips.get(pods.size())));
    }
  }

  private static Map<String, String> services(Store store, String nobody) {
    var address = store.embedded().orElseThrow().cqlAddress();
    var cassandra = address.getAddress().getHostAddress() + ":" + address.getPort();
    return Map.of(
        "cassandra:9042",
        cassandra,
        "cassandra-dc1-service:9042",
        cassandra,
        // The data centre.
        "dc1",
        "datacenter1",
        // Nobody listens there: a node starts without its broker.
        "mosquitto",
        nobody,
        "mqtt.example.com",
        nobody);
  }

  private PodProcess run(NodeSet set, String podIp, String... options) throws IOException {
    api.know(surroundings.account().tokenText(), set.pod().path("serviceAccountName").asText());
    api.run(set, podIp);
    return PodProcess.start(set, podIp, work.resolve(podIp), surroundings, options);
  }

  private void assertThatAllAreMembers() {
    for (var pod : pods) {
      await(pod.set().name() + " is ready").atMost(LONG).until(() -> pod.passes("readinessProbe"));
      assertThat(pod.passes("livenessProbe")).isTrue();
      assertThat(pod.passes("startupProbe")).isTrue();
    }
    for (var pod : pods) {
      await("members").atMost(LONG).untilAsserted(() -> assertThat(members(pod)).isEqualTo(all()));
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

  /** From a gateway at one set of pods over the sessions at another to the log at the third. */
  private void assertThatAnUplinkGoesAllTheWay() throws IOException {
    var http = pod("applications").address("http");
    var admin =
        new NetworkClient(
            new NetworkSettings(
                URI.create("http://" + http.getHostString() + ":" + http.getPort()),
                Manifests.ADMIN_KEY));
    admin.createApplication(APP);
    admin.createGateway("on-the-roof", GATEWAY);
    admin.createDevice(
        APP,
        new DeviceRegistration.Abp("meter-1", DEVICE.devEui(), DEVICE.devAddr(), DEVICE.keys()));
    var uplink =
        DataFrames.buildUplink10(
            new DataFrameSpec(
                MType.UNCONFIRMED_DATA_UP,
                DEVICE.devAddr(),
                FCtrl.NONE,
                0,
                Payload.empty(),
                1,
                Payload.ofHex("c0ffee")),
            DEVICE.keys());

    assertThat(answerToGateway("00", rxpk(uplink.phy()))).isEqualTo("02123401");

    var key = admin.createApiKey(APP, "reader", List.of("messages:up:r"));
    var messages = "/api/v1/applications/" + APP + "/messages?device=meter-1";
    await("the uplink is in the log")
        .atMost(LONG)
        .untilAsserted(
            () -> {
              var answer = admin.withKey(key).call("GET", messages, Optional.empty()).body();
              assertThat(answer).contains("\"payload_raw\":\"wP/u\"").contains("\"counter\":0");
            });
  }

  private static String rxpk(Payload phy) {
    return """
        {"rxpk":[{"tmst":1000000,"chan":0,"rfch":0,"freq":868.1,"stat":1,"modu":"LORA",\
        "datr":"SF7BW125","codr":"4/5","rssi":-60,"lsnr":9.0,"size":%d,"data":"%s"}]}"""
        .formatted(phy.size(), phy.toBase64());
  }

  /** Of all pods that it could ask only the Kubernetes API knows. */
  private void assertThatAMisfitIsToldWhy(Manifests manifests) throws IOException {
    var misfit =
        run(manifests.nodeSets().get(0), misfitIp, "-Dakka.cluster.sharding.number-of-shards=61");
    pods.add(misfit);

    await("it ends").atMost(LONG).until(() -> misfit.exitCode().isPresent());

    assertThat(misfit.exitCode()).hasValue(1);
    assertThat(Files.readString(misfit.log()))
        .contains("this node does not fit into the cluster")
        .contains("akka.cluster.sharding.number-of-shards: the node has 61, the cluster 60");
  }

  /** PULL_DATA of a gateway is answered with PULL_ACK. */
  private void assertThatGatewaysAreHeard() throws IOException {
    assertThat(answerToGateway("02", "")).isEqualTo("02123404");
  }

  /**
   * What the gateways' set answers a gateway that sends a datagram.
   *
   * @param type two hex digits, as in the answer
   */
  private String answerToGateway(String type, String json) throws IOException {
    var head = HexFormat.of().parseHex("021234" + type + GATEWAY);
    var content = json.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(head.length + content.length).put(head).put(content).array();
    try (var socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      socket.setSoTimeout(5_000);
      socket.send(new DatagramPacket(bytes, bytes.length, pod("gateways").address("semtech-udp")));
      var answer = new DatagramPacket(new byte[64], 64);
      socket.receive(answer);
      return HexFormat.of().formatHex(answer.getData(), 0, answer.getLength());
    }
  }

  /** At which the ports of all sets are free. */
  private static List<String> freeAddresses(List<NodeSet> sets, int count) {
    var free =
        IntStream.range(20, 250)
            .mapToObj(number -> "127.0.0." + number)
            .filter(address -> sets.stream().allMatch(set -> isFree(address, set)))
            .limit(count)
            .toList();
    assertThat(free).as("free addresses").hasSize(count);
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
