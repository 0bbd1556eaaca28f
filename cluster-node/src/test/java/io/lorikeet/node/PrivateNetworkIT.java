package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.SimulatedDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a device's frames to an MQTT client, and downlinks back. */
class PrivateNetworkIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir static Path data;

  private static TestNetwork network;
  private static UplinkLog application;
  private static MqttSubscriber subscriber;

  @BeforeAll
  static void startNetwork() throws IOException {
    network = TestNetwork.start(data);
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
  void aJoinedDevicesUplinkReachesTheApplicationDecryptedAndOnce() {
    var device = joined("otaa-1");

    device.send(7, text("hello"), false);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(application.uplinks())
                    .filteredOn(uplink -> uplink.devId().equals("otaa-1"))
                    .singleElement()
                    .satisfies(
                        uplink -> {
                          assertThat(uplink.port()).isEqualTo(7);
                          assertThat(uplink.fCnt()).isZero();
                          assertThat(uplink.payload()).isEqualTo(text("hello"));
                        }));
    assertThat(events("otaa-1", "activations")).hasSize(1);
  }

  @Test
  void aConfirmedUplinkIsAcknowledged() {
    var device = network.addAbpDevice("abp-confirmed", DevAddr.parse("01000001"));

    device.send(1, text("important"), true);

    await()
        .atMost(SOON)
        .until(() -> !device.events(DeviceEvent.UplinkAcknowledged.class).isEmpty());
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  @Test
  void aQueuedDownlinkIsSentAfterTheNextUplinkAndReported() {
    var device = network.addAbpDevice("abp-downlink", DevAddr.parse("01000002"));
    network.admin().queueDownlink(TestNetwork.APP, "abp-downlink", 3, text("do this"), true);

    device.send(1, text("any news?"), false);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(device.events(DeviceEvent.DownlinkReceived.class))
                    .singleElement()
                    .satisfies(
                        downlink -> {
                          assertThat(downlink.port()).isEqualTo(3);
                          assertThat(downlink.payload()).isEqualTo(text("do this"));
                        }));
    device.send(1, text("done"), false);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(events("abp-downlink", "down/acks")).hasSize(1));
    assertThat(events("abp-downlink", "down/scheduled")).hasSize(1);
    assertThat(events("abp-downlink", "down/sent")).hasSize(1);
  }

  @Test
  void aDownlinkCanBeQueuedByMqttInAnswerToAnUplink() {
    var device = network.addAbpDevice("abp-mqtt", DevAddr.parse("01000003"));

    subscriber.publish(
        TestNetwork.APP + "/devices/abp-mqtt/down",
        "{\"port\": 9, \"payload_raw\": \"%s\"}".formatted(text("by mqtt").toBase64()));
    await().atMost(SOON).until(() -> !events("abp-mqtt", "down/scheduled").isEmpty());
    device.send(1, text("x"), false);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(device.events(DeviceEvent.DownlinkReceived.class))
                    .singleElement()
                    .extracting(DeviceEvent.DownlinkReceived::payload)
                    .isEqualTo(text("by mqtt")));
  }

  @Test
  void devicesOnOneAddressAreToldApartByTheirSignature() {
    var devAddr = DevAddr.parse("01000004");
    var one = network.addAbpDevice("twin-1", devAddr);
    var other = network.addAbpDevice("twin-2", devAddr);

    one.send(1, text("I am one"), false);
    other.send(1, text("I am the other"), false);

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(payloads("twin-1")).containsExactly(text("I am one"));
              assertThat(payloads("twin-2")).containsExactly(text("I am the other"));
            });
  }

  private static SimulatedDevice joined(String devId) {
    var device = network.addOtaaDevice(devId);
    device.join();
    await().atMost(SOON).until(() -> device.devAddr(), Optional::isPresent);
    return device;
  }

  private static java.util.List<Payload> payloads(String devId) {
    return application.uplinks().stream()
        .filter(uplink -> uplink.devId().equals(devId))
        .map(uplink -> uplink.payload())
        .toList();
  }

  private static java.util.List<UplinkLog.Event> events(String devId, String kind) {
    return application.events().stream()
        .filter(event -> event.topic().endsWith("/devices/" + devId + "/events/" + kind))
        .toList();
  }

  private static Payload text(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
