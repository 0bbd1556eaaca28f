package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.node.local.LocalCluster;
import io.lorikeet.node.local.LocalClusterSettings;
import io.lorikeet.node.local.LocalNode;
import io.lorikeet.node.local.NodeAddresses;
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
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.air.Link;
import io.lorikeet.simulator.air.LinkModel;
import io.lorikeet.simulator.air.RadioWorld;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.client.MqttSettings;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.client.NetworkSettings;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.DeviceIdentity;
import io.lorikeet.simulator.device.DeviceSettings;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three nodes, each a process with a gateway of its own, lose one another and come back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("takes the whole machine")
class ClusterIT {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterIT.class);
  private static final String ADMIN_KEY = "admin-key-of-the-tests";
  private static final String APP = "test-app";
  private static final int DEVICES = 12;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final SplittableRandom RANDOM = new SplittableRandom(11);

  private static final int PULL_RESP = 3;
  private static final int PULL_ACK = 4;
  private static final int TX_ACK = 5;

  @TempDir static Path data;

  private static LocalCluster cluster;
  private static RadioWorld world;
  private static NetworkClient admin;
  private static UplinkLog application;
  private static MqttSubscriber subscriber;
  private static final List<SimulatedDevice> devices = new ArrayList<>();

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = LocalCluster.start(LocalClusterSettings.brief(data, 3, ADMIN_KEY), LOG::info);
    cluster.awaitReady();
    admin = admin(1);
    admin.createApplication(APP);
    var key = admin.createApiKey(APP, "all", List.of("messages:up:r", "messages:down:w"));
    world = RadioWorld.start(SimulatedTime.real(), LinkModel.equal(new Link(-70, 8)), 7);
    for (var node : cluster.nodes()) {
      var eui = gateway(node.number());
      admin.createGateway("gateway-" + node.number(), eui);
      world.addGateway(GatewaySettings.of(eui, node.addresses().gatewaysAddress()));
    }
    for (var i = 0; i < DEVICES; i++) {
      var identity =
          new DeviceIdentity.Abp(
              new DevEui(RANDOM.nextLong()),
              new DevAddr(0x0100_0000 + i),
              new SessionKeys10(key(), key()));
      register("device-" + i, identity);
      devices.add(world.addDevice(identity, DeviceSettings.usual()));
    }
    application = new UplinkLog();
    var mqtt = cluster.mqtt();
    subscriber =
        application.subscribe(
            new MqttSettings(
                mqtt.host(), mqtt.port(), Optional.of(APP), Optional.of(key), "test", false),
            APP);
  }

  @AfterAll
  static void stopCluster() {
    try {
      subscriber.close();
      world.close();
    } finally {
      cluster.close();
    }
  }

  private static NetworkClient admin(int node) {
    return new NetworkClient(
        new NetworkSettings(cluster.node(node).addresses().apiUri(), ADMIN_KEY));
  }

  private static GatewayEui gateway(int number) {
    return new GatewayEui(0x02_00_00_ff_fe_00_00_00L + number);
  }

  private static void register(String devId, DeviceIdentity.Abp identity) {
    admin.createDevice(
        APP,
        new DeviceRegistration.Abp(devId, identity.devEui(), identity.devAddr(), identity.keys()));
  }

  private static Aes128Key key() {
    var bytes = new byte[Aes128Key.SIZE];
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) RANDOM.nextInt();
    }
    return Aes128Key.of(bytes);
  }

  private static void sendAll() {
    devices.forEach(device -> device.send(1, Payload.of(new byte[] {'x'}), false));
  }

  /** As device/counter. */
  private static Set<String> delivered() {
    return application.uplinks().stream()
        .map(uplink -> uplink.devId() + "/" + uplink.fCnt())
        .collect(Collectors.toSet());
  }

  /** What the devices have sent so far. */
  private static Set<String> sent() {
    var sent = new HashSet<String>();
    for (var i = 0; i < devices.size(); i++) {
      for (var event : devices.get(i).events(DeviceEvent.UplinkSent.class)) {
        sent.add("device-" + i + "/" + event.fCnt());
      }
    }
    return sent;
  }

  private static void awaitAllDelivered() {
    await("all that was sent is delivered")
        .atMost(LONG)
        .untilAsserted(
            () -> {
              var missing = sent();
              missing.removeAll(delivered());
              assertThat(missing).isEmpty();
            });
    for (var device : devices) {
      assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
    }
  }

  private static void awaitMembers(int count) {
    await("%d members".formatted(count))
        .atMost(LONG)
        .until(
            () ->
                cluster
                    .members()
                    .map(its -> its.up() == count && its.members().size() == count)
                    .orElse(false));
  }

  @Test
  @Order(1)
  void threeProcessesFormOneClusterThatServesTheGatewaysOfEach() throws IOException {
    awaitMembers(3);

    sendAll();

    awaitAllDelivered();
    var messages =
        admin
            .call("GET", "/api/v1/applications/" + APP + "/messages?limit=100", Optional.empty())
            .body();
    assertThat(new ObjectMapper().readTree(messages).findValuesAsText("gtw_eui"))
        .contains(gateway(1).toString(), gateway(2).toString(), gateway(3).toString());
  }

  @Test
  @Order(2)
  void theApiShowsMembersWithVersionRolesAndShards() throws IOException {
    var answer = admin(2).call("GET", "/api/v1/cluster", Optional.empty()).body();

    var members = new ObjectMapper().readTree(answer).path("members");
    assertThat(members).hasSize(3);
    assertThat(members.findValuesAsText("version")).allMatch(version -> version.startsWith("0."));
    var sessions = 0;
    for (var member : members) {
      sessions += member.path("shards").path("device-session").asInt();
    }
    assertThat(sessions).isPositive();
  }

  @Test
  @Order(3)
  void whatOneGatewaySaysMayReachDifferentNodes() throws IOException {
    var eui = gateway(9);
    try (var pull = socket();
        var push = socket()) {
      send(push, 2, 0, eui, "{\"stat\":{\"rxnb\":0}}");
      connect(eui, "split-gateway", pull);

      send(push, 2, 0, eui, rxpk(confirmed("split", 0x0100_1000)));
      var downlink = receive(pull);
      assertThat(type(downlink)).isEqualTo(PULL_RESP);
      send(push, 2, ByteBuffer.wrap(downlink).getShort(1), TX_ACK, eui, "");

      await("the gateway's word is heard")
          .atMost(LONG)
          .until(() -> status("split-gateway").findValue("downlinks_sent").asInt() == 1);
    }
  }

  @Test
  @Order(3)
  void aGatewayThatMovesAfterAnUplinkGetsTheAnswerWhereItIs() throws IOException {
    var eui = gateway(8);
    try (var before = socket();
        var after = socket()) {
      connect(eui, "moving-gateway", before);

      send(before, 1, 0, eui, rxpk(confirmed("moving", 0x0100_1001)));
      send(after, 2, 2, eui, "");

      assertThat(type(receive(after))).isEqualTo(PULL_ACK);
      assertThat(type(receive(after))).isEqualTo(PULL_RESP);
    }
  }

  private static void connect(GatewayEui eui, String gatewayId, DatagramSocket socket)
      throws IOException {
    admin.createGateway(gatewayId, eui);
    send(socket, 1, 2, eui, "");
    assertThat(type(receive(socket))).isEqualTo(PULL_ACK);
    await("the gateway is connected")
        .atMost(LONG)
        .until(() -> status(gatewayId).path("connected").asBoolean());
  }

  private static DatagramSocket socket() throws IOException {
    var socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** An uplink of a device that is registered for it. */
  private static Payload confirmed(String devId, int devAddr) {
    var keys = new SessionKeys10(key(), key());
    var address = new DevAddr(devAddr);
    register(devId, new DeviceIdentity.Abp(new DevEui(RANDOM.nextLong()), address, keys));
    var content = Payload.of(new byte[] {1});
    var spec =
        new DataFrameSpec(
            MType.CONFIRMED_DATA_UP, address, FCtrl.NONE, 0, Payload.empty(), 1, content);
    return DataFrames.buildUplink10(spec, keys).phy();
  }

  private static JsonNode status(String gatewayId) throws IOException {
    var answer = admin.call("GET", "/api/v1/gateways/" + gatewayId, Optional.empty()).body();
    return new ObjectMapper().readTree(answer).path("status");
  }

  private static String rxpk(Payload phy) {
    return """
        {"rxpk":[{"tmst":%d,"chan":0,"rfch":0,"freq":868.1,"stat":1,"modu":"LORA",\
        "datr":"SF7BW125","codr":"4/5","rssi":-60,"lsnr":9.0,"size":%d,"data":"%s"}]}"""
        .formatted(System.nanoTime() / 1000 & 0xffff_ffffL, phy.size(), phy.toBase64());
  }

  private static void send(DatagramSocket from, int node, int type, GatewayEui eui, String json)
      throws IOException {
    send(from, node, (short) RANDOM.nextInt(), type, eui, json);
  }

  private static void send(
      DatagramSocket from, int node, short token, int type, GatewayEui eui, String json)
      throws IOException {
    var content = json.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(12 + content.length);
    bytes.put((byte) 2).putShort(token).put((byte) type);
    bytes.putLong(eui.value()).put(content);
    from.send(
        new DatagramPacket(
            bytes.array(), bytes.capacity(), cluster.node(node).addresses().gatewaysAddress()));
  }

  private static byte[] receive(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[2048], 2048);
    socket.receive(packet);
    return packet.getData();
  }

  private static int type(byte[] datagram) {
    return datagram[3];
  }

  @Test
  @Order(4)
  void aNodeThatDoesNotFitIsRefusedAndSaysWhy() throws IOException {
    var stranger =
        cluster.addNode(NodeAddresses.free(), "-Dakka.cluster.sharding.number-of-shards=61");

    stranger.start();

    await("it ends").atMost(LONG).until(() -> !stranger.isAlive());
    assertThat(stranger.exitCode()).hasValue(1);
    assertThat(Files.readString(stranger.log()))
        .contains("akka.cluster.sharding.number-of-shards: the node has 61, the cluster 60");
    awaitMembers(3);
  }

  @Test
  @Order(5)
  void theRestartOfTheOldestNodeLosesNothing() {
    var sender = Executors.newSingleThreadScheduledExecutor();
    try {
      sender.scheduleAtFixedRate(ClusterIT::sendAll, 0, 2, TimeUnit.SECONDS);
      restart(cluster.node(1));
    } finally {
      sender.shutdownNow();
    }

    awaitAllDelivered();
    var ids =
        application.uplinks().stream()
            .collect(
                Collectors.groupingBy(
                    uplink -> uplink.devId() + "/" + uplink.fCnt(),
                    Collectors.mapping(uplink -> uplink.uplinkId(), Collectors.toSet())));
    assertThat(ids).allSatisfy((uplink, ofIt) -> assertThat(ofIt).hasSize(1));
    LOG.info("{} uplinks in all", ids.size());
  }

  private static void restart(LocalNode node) {
    node.stop();
    assertThat(node.exitCode()).as("node %d left in order", node.number()).hasValue(143);
    node.start();
    node.awaitReady(LONG);
    awaitMembers(3);
  }

  @Test
  @Order(6)
  void aNodeIsDrainedThroughTheApiAndLosesNothing() throws IOException {
    var node = cluster.node(2);
    var sender = Executors.newSingleThreadScheduledExecutor();

    try {
      sender.scheduleAtFixedRate(ClusterIT::sendAll, 0, 2, TimeUnit.SECONDS);
      var answer =
          admin(1)
              .call(
                  "POST",
                  "/api/v1/cluster/nodes/" + node.addresses().clusterAddress() + "/drain",
                  Optional.empty());

      assertThat(answer.statusCode()).isEqualTo(202);
      await("the node has ended").atMost(LONG).until(() -> !node.isAlive());
      assertThat(node.exitCode()).hasValue(0);
      assertThat(Files.readString(node.log())).contains("; 0 shards are left");
      awaitMembers(2);
    } finally {
      sender.shutdownNow();
    }
    sendAll();
    awaitAllDelivered();
  }
}
