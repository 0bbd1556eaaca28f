package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.Uplink;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.SimulatedDevice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** LoRaWAN 1.1 devices over the whole way: they join, talk, rejoin, and go on. */
@ExtendWith(SharedNode.class)
class Lorawan11IT {

  private static final Duration SOON = Duration.ofSeconds(30);

  /** CIDs of RekeyConf and ResetConf. */
  private static final int REKEY = 0x0b;

  private static final int RESET = 0x01;

  private static TestNetwork network;
  private static UplinkLog application;
  private static MqttSubscriber subscriber;

  @BeforeAll
  static void startNetwork(Node node) {
    network = TestNetwork.start(node, "lorawan-11");
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
  void aDeviceJoinsTalksBothWaysAndRejoinsInAllThreeWays() {
    var device = network.addOtaa11Device("eleven");
    device.join();
    joins(device, 1);
    uplink(device, "eleven", "hello", false);
    confirmed(device, REKEY, 1);
    downlink(device, "eleven", "open");

    for (int type = 0; type <= 2; type++) {
      device.rejoin(type);
      joins(device, 2 + type);
      uplink(device, "eleven", "after rejoin " + type, true);
      confirmed(device, REKEY, 2 + type);
    }
    downlink(device, "eleven", "close");

    assertThat(device.events(DeviceEvent.Joined.class))
        .extracting(DeviceEvent.Joined::devAddr)
        .doesNotHaveDuplicates();
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  @Test
  void aPersonalizedDeviceTalksBothWays() {
    var device = network.addAbp11Device("personal", DevAddr.parse("01000011"));

    uplink(device, "personal", "hello", true);
    confirmed(device, RESET, 1);
    downlink(device, "personal", "open");

    assertThat(device.events(DeviceEvent.UplinkAcknowledged.class)).isNotEmpty();
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  private static void joins(SimulatedDevice device, int times) {
    await().atMost(SOON).until(() -> device.events(DeviceEvent.Joined.class).size() == times);
  }

  private static void uplink(SimulatedDevice device, String devId, String text, boolean confirmed) {
    device.send(1, text(text), confirmed);
    await().atMost(SOON).until(() -> payloads(devId).contains(text(text)));
    await().atMost(SOON).until(device::isIdle);
    assertThat(payloads(devId)).containsOnlyOnce(text(text));
  }

  /** The network has confirmed a new session by its command. */
  private static void confirmed(SimulatedDevice device, int cid, int times) {
    await()
        .atMost(SOON)
        .until(
            () ->
                device.events(DeviceEvent.MacCommandsReceived.class).stream()
                        .filter(its -> its.commands().stream().anyMatch(each -> each.cid() == cid))
                        .count()
                    >= times);
  }

  /** A confirmed downlink, which the device acknowledges. */
  private static void downlink(SimulatedDevice device, String devId, String text) {
    int before = events(devId, "down/acks");
    network.admin().queueDownlink(network.app(), devId, 3, text(text), true);
    uplink(device, devId, "any news before " + text, false);
    assertThat(device.events(DeviceEvent.DownlinkReceived.class))
        .extracting(DeviceEvent.DownlinkReceived::payload)
        .contains(text(text));
    uplink(device, devId, "done with " + text, false);
    await().atMost(SOON).until(() -> events(devId, "down/acks") == before + 1);
  }

  private static int events(String devId, String name) {
    return (int)
        application.events().stream()
            .filter(event -> event.topic().endsWith("/devices/" + devId + "/events/" + name))
            .count();
  }

  private static List<Payload> payloads(String devId) {
    return application.uplinks().stream()
        .filter(uplink -> uplink.devId().equals(devId))
        .map(Uplink::payload)
        .toList();
  }

  private static Payload text(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
