package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.device.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Downlinks that wait for no uplink, over sockets. */
@ExtendWith(SharedNode.class)
class ClassCIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static TestNetwork network;
  private static UplinkLog application;
  private static MqttSubscriber subscriber;

  @BeforeAll
  static void startNetwork(Node node) {
    network = TestNetwork.start(node, "class-c");
    network.createApplication();
    network.addGateway(1);
    network.addGateway(2);
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
        network.app() + "/devices/lamp-mqtt/down",
        "{\"port\": 9, \"payload_raw\": \"%s\"}".formatted(text("on").toBase64()));

    await().atMost(SOON).until(() -> payloads(device).equals(List.of(text("on"))));
    await().atMost(SOON).until(() -> events("lamp-mqtt", "down/sent").size() == 1);
    assertThat(device.events(DeviceEvent.UplinkSent.class)).hasSize(1);
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  @Test
  void aConfirmedOneIsAcknowledgedByTheNextUplink() {
    var device = heard("lamp-confirmed", "01000102");
    network.admin().queueDownlink(network.app(), "lamp-confirmed", 3, text("off"), true);
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
                "/api/v1/applications/" + network.app() + "/devices/lamp-timed/downlinks",
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

  /** A device that has sent once, so that the network knows gateways that hear it. */
  private static SimulatedDevice heard(String devId, String devAddr) {
    var device = network.addClassCDevice(devId, DevAddr.parse(devAddr));
    device.send(1, text("here I am"), false);
    await()
        .atMost(SOON)
        .until(
            () -> application.uplinks().stream().anyMatch(uplink -> uplink.devId().equals(devId)));
    await().atMost(SOON).until(device::isIdle);
    return device;
  }

  /** What it has heard while it was listening all the time. */
  private static List<Payload> payloads(SimulatedDevice device) {
    return device.events(DeviceEvent.DownlinkReceived.class).stream()
        .filter(downlink -> downlink.window() == Window.RXC)
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
