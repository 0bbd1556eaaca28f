package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lorikeet.protocol.Payload;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.DeviceSettings;
import io.lorikeet.simulator.device.SimulatedDevice;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Adaptive data rate over the whole way: a device that is heard well becomes faster, and stays. */
@ExtendWith(SharedNode.class)
class AdrIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static TestNetwork network;

  @BeforeAll
  static void startNetwork(Node node) {
    network = TestNetwork.start(node, "adr");
    network.createApplication();
    network.addGateway(1);
  }

  @AfterAll
  static void stopNetwork() {
    network.close();
  }

  @Test
  void aDeviceThatIsHeardWellBecomesFasterAndStays() {
    var device = network.addOtaaDevice("fast", DeviceSettings.usual().withDataRate(2).withAdr());
    device.join();
    for (int i = 0; i < 3; i++) {
      uplink(device);
    }

    // 8 dB with SF10 and few uplinks: 23 - 15 - 2.5, two steps of 2.5 dB
    assertThat(device.adr().dataRate()).isEqualTo(4);
    int before = device.events(DeviceEvent.MacCommandsReceived.class).size();
    for (int i = 0; i < 5; i++) {
      uplink(device);
    }
    assertThat(device.adr().dataRate()).isEqualTo(4);
    assertThat(device.events(DeviceEvent.MacCommandsReceived.class)).hasSize(before);
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  private static void uplink(SimulatedDevice device) {
    device.send(1, Payload.ofHex("01"), false);
    await().atMost(SOON).until(device::isIdle);
  }
}
