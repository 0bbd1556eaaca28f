package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.mac.PingSlotTimes;
import io.lorikeet.simulator.air.Link;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.GroupMembership;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.device.Window;
import io.lorikeet.simulator.forwarder.Emission;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import io.lorikeet.simulator.forwarder.Txpk;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Downlinks that wait for no uplink, over sockets. */
@ExtendWith(SharedNode.class)
class ClassesBCIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int PERIODICITY = 0;
  private static final String APP = "classes-b-c";
  private static final String GROUPS = "/api/v1/applications/" + APP + "/multicast-groups";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static TestNetwork network;
  private static SimulatedGateway roof;
  private static SimulatedGateway tower;
  private static UplinkLog application;
  private static MqttSubscriber subscriber;

  @BeforeAll
  static void startNetwork(Node node) {
    network = TestNetwork.start(node, APP);
    network.createApplication();
    roof = network.addGpsGateway(1);
    tower = network.addGpsGateway(2);
    application = new UplinkLog();
    subscriber = network.subscribe(application);
  }

  @AfterAll
  static void stopNetwork() {
    subscriber.close();
    network.close();
  }

  @Test
  void aDownlinkByMqttIsHeardWithoutAnotherUplink() {
    var device = heard("lamp-mqtt", "01000101");

    subscriber.publish(
        APP + "/devices/lamp-mqtt/down",
        "{\"port\": 9, \"payload_raw\": \"%s\"}".formatted(text("on").toBase64()));

    await().atMost(SOON).until(() -> payloads(device).equals(List.of(text("on"))));
    await().atMost(SOON).until(() -> events("lamp-mqtt", "down/sent").size() == 1);
    assertThat(device.events(DeviceEvent.UplinkSent.class)).hasSize(1);
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  @Test
  void aConfirmedOneIsAcknowledgedByTheNextUplink() {
    var device = heard("lamp-confirmed", "01000102");
    network.admin().queueDownlink(APP, "lamp-confirmed", 3, text("off"), true);
    await().atMost(SOON).until(() -> payloads(device).equals(List.of(text("off"))));

    device.send(1, text("is off"), false);

    await().atMost(SOON).until(() -> events("lamp-confirmed", "down/acks").size() == 1);
    assertThat(payloads(device)).containsExactly(text("off"));
  }

  @Test
  void aDownlinkGoesOutAtItsTimeByTheGatewayThatWasChosen() {
    var device = heard("lamp-timed", "01000103");
    var at = Instant.now().plusSeconds(4);

    var answer =
        network
            .admin()
            .call(
                "POST",
                "/api/v1/applications/" + APP + "/devices/lamp-timed/downlinks",
                Optional.of(
                    Map.of(
                        "port",
                        2,
                        "payload_raw",
                        text("later").toBase64(),
                        "class_bc",
                        Map.of(
                            "gateways",
                            List.of(network.gatewayId(2)),
                            "absolute_time",
                            at.toString()))));

    assertThat(answer.statusCode()).isEqualTo(202);
    await().atMost(SOON).until(() -> payloads(device).equals(List.of(text("later"))));
    assertThat(Instant.now()).isAfterOrEqualTo(at);
    await().atMost(SOON).until(() -> events("lamp-timed", "down/sent").size() == 1);
    assertThat(events("lamp-timed", "down/sent").get(0).message().toString())
        .contains(network.gatewayId(2));
  }

  @Test
  void aDownlinkInClassBIsHeardInAPingSlotAndAsInClassAWhenTheBeaconIsLost() {
    var device = network.addClassBDevice("meter", DevAddr.parse("01000104"), PERIODICITY);
    device.send(1, text("how often I listen"), false);
    await().atMost(SOON).until(() -> heardBySlot(device).isEmpty() && downlinks(device) == 1);
    device.send(1, text("now I listen"), false);
    awaitUplinks("meter", 2);
    await().atMost(SOON).until(device::isIdle);

    network.admin().queueDownlink(APP, "meter", 4, text("in a slot"), false);

    await().atMost(SOON).until(() -> heardBySlot(device).equals(List.of(text("in a slot"))));
    var emission = timedByGps(roof, tower, device.devAddr().orElseThrow()).get(0);
    var start = network.world().loop().time().instantAt(emission.startNanos());
    assertThat(PingSlotTimes.next(device.devAddr().orElseThrow(), PERIODICITY, start))
        .isEqualTo(start);

    await().atMost(SOON).until(device::isIdle);
    device.setHearsBeacons(false);
    device.send(1, text("no beacon"), false);
    awaitUplinks("meter", 3);
    await().atMost(SOON).until(device::isIdle);
    network.admin().queueDownlink(APP, "meter", 4, text("in a window"), false);
    device.send(1, text("no beacon still"), false);

    await().atMost(SOON).until(() -> payloads(device, Window.RX1).contains(text("in a window")));
    assertThat(heardBySlot(device)).containsExactly(text("in a slot"));
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  /** Each lamp is in reach of one gateway only: both must send, one after the other. */
  @ParameterizedTest
  @EnumSource(names = {"B", "C"})
  void aGroupHearsWhatIsSentOnceByEveryGatewayItNeeds(DeviceClass deviceClass) throws IOException {
    var name = "street-" + deviceClass.name().toLowerCase(Locale.ROOT);
    int last = deviceClass == DeviceClass.B ? 0x10 : 0x20;
    var left = heard(name + "-left", "%08x".formatted(0x0100_0200 + last));
    var right = heard(name + "-right", "%08x".formatted(0x0100_0201 + last));
    network
        .world()
        .setLinks(
            (device, gateway) ->
                device.equals(left.devEui()) && gateway.equals(tower.eui())
                        || device.equals(right.devEui()) && gateway.equals(roof.eui())
                    ? Optional.empty()
                    : Optional.of(new Link(-70, 8)));
    var group = group(deviceClass, DevAddr.parse("%08x".formatted(0x01ff_ff00 + last)));
    for (var device : List.of(left, right)) {
      device.send(1, text("by one gateway"), false);
      device.joinGroup(group);
    }
    awaitUplinks(name + "-left", 2);
    awaitUplinks(name + "-right", 2);
    createGroup(name, deviceClass, group);

    var queued =
        call("POST", GROUPS + "/" + name + "/downlinks", Map.of("port", 5, "payload_raw", "AQ=="));

    assertThat(queued.statusCode()).isEqualTo(202);
    await().atMost(SOON).until(() -> ofGroup(left).size() == 1 && ofGroup(right).size() == 1);
    await().atMost(SOON).until(() -> sent(name).size() == 1);
    assertThat(sent(name).get(0).path("gateways"))
        .extracting(its -> its.path("gateway_id").asText() + " " + its.path("outcome").asText())
        .containsExactlyInAnyOrder(
            network.gatewayId(1) + " accepted", network.gatewayId(2) + " accepted");
    var first = emissions(roof, group.mcAddr()).get(0);
    var second = emissions(tower, group.mcAddr()).get(0);
    assertThat(first.request().phy()).isEqualTo(second.request().phy());
    assertThat(first.endNanos() < second.startNanos() || second.endNanos() < first.startNanos())
        .isTrue();
    assertThat(ofGroup(left).get(0).payload()).isEqualTo(Payload.ofHex("01"));
    assertThat(left.events(DeviceEvent.Violation.class)).isEmpty();
  }

  private static GroupMembership group(DeviceClass deviceClass, DevAddr address) {
    var keys =
        new SessionKeys10(
            Aes128Key.parse("00112233445566778899aabbccddee" + (deviceClass.ordinal() + 10)),
            Aes128Key.parse("ffeeddccbbaa998877665544332211" + (deviceClass.ordinal() + 10)));
    var periodicity =
        deviceClass == DeviceClass.B ? OptionalInt.of(PERIODICITY) : OptionalInt.empty();
    return new GroupMembership(address, keys, 869_525_000, 3, periodicity);
  }

  private static void createGroup(String name, DeviceClass deviceClass, GroupMembership group) {
    var body = new HashMap<String, Object>();
    body.put("group_id", name);
    body.put("mc_addr", group.mcAddr().toString());
    body.put("class", deviceClass.name());
    body.put("frequency_plan", "EU_863_870");
    body.put("mc_nwk_s_key", group.keys().nwkSKey().reveal());
    body.put("mc_app_s_key", group.keys().appSKey().reveal());
    body.put("frequency", group.frequencyHz());
    body.put("data_rate", group.dataRate());
    group.pingPeriodicity().ifPresent(its -> body.put("ping_periodicity", its));
    assertThat(call("POST", GROUPS, body).statusCode()).isEqualTo(201);
    for (var side : List.of("-left", "-right")) {
      var member = GROUPS + "/" + name + "/devices/" + name + side;
      assertThat(call("PUT", member, Map.of()).statusCode()).isLessThan(300);
    }
  }

  private static HttpResponse<String> call(String method, String path, Map<String, ?> body) {
    return network.admin().call(method, path, Optional.of(body).filter(its -> !its.isEmpty()));
  }

  private static List<JsonNode> sent(String group) throws IOException {
    var answer = call("GET", GROUPS + "/" + group + "/downlinks", Map.of());
    var sent = new ArrayList<JsonNode>();
    JSON.readTree(answer.body()).path("sent").forEach(sent::add);
    return sent;
  }

  private static List<DeviceEvent.MulticastReceived> ofGroup(SimulatedDevice device) {
    return device.events(DeviceEvent.MulticastReceived.class);
  }

  /** What a gateway has sent to an address. */
  private static List<Emission> emissions(SimulatedGateway gateway, DevAddr address) {
    return gateway.emissions().stream()
        .filter(
            its ->
                PhyPayload.parseDownlink(its.request().phy()) instanceof DataFrame data
                    && data.devAddr().equals(address))
        .toList();
  }

  private static List<Emission> timedByGps(
      SimulatedGateway one, SimulatedGateway other, DevAddr address) {
    return Stream.concat(emissions(one, address).stream(), emissions(other, address).stream())
        .filter(its -> its.request().timing() instanceof Txpk.Timing.AtGpsTime)
        .toList();
  }

  private static int downlinks(SimulatedDevice device) {
    return device.events(DeviceEvent.DownlinkReceived.class).size();
  }

  private static List<Payload> heardBySlot(SimulatedDevice device) {
    return payloads(device, Window.PING_SLOT);
  }

  private static void awaitUplinks(String devId, int count) {
    await()
        .atMost(SOON)
        .until(
            () ->
                application.uplinks().stream().filter(its -> its.devId().equals(devId)).count()
                    == count);
  }

  /** A device that has sent once, so that the network knows gateways that hear it. */
  private static SimulatedDevice heard(String devId, String devAddr) {
    var device = network.addClassCDevice(devId, DevAddr.parse(devAddr));
    device.send(1, text("here I am"), false);
    awaitUplinks(devId, 1);
    await().atMost(SOON).until(device::isIdle);
    return device;
  }

  /** What it has heard while it was listening all the time. */
  private static List<Payload> payloads(SimulatedDevice device) {
    return payloads(device, Window.RXC);
  }

  private static List<Payload> payloads(SimulatedDevice device, Window window) {
    return device.events(DeviceEvent.DownlinkReceived.class).stream()
        .filter(downlink -> downlink.window() == window)
        .map(DeviceEvent.DownlinkReceived::payload)
        .toList();
  }

  private static List<UplinkLog.Event> events(String devId, String kind) {
    return application.events().stream()
        .filter(event -> event.topic().endsWith("/devices/" + devId + "/events/" + kind))
        .toList();
  }

  private static Payload text(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
