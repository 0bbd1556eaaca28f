package io.lorikeet.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.Payload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UplinkLogTest {

  private static final String UP = "demo/devices/meter-1/up";

  private final UplinkLog log = new UplinkLog();

  @Test
  void keepsEachUplinkOnceAndCountsRepetitions() {
    message(UP, uplink("a", 1));
    message(UP, uplink("b", 2));
    message(UP, uplink("a", 1));

    assertThat(log.uplinks())
        .containsExactly(
            new Uplink("a", "meter-1", 3, 1, Payload.ofHex("0102")),
            new Uplink("b", "meter-1", 3, 2, Payload.ofHex("0102")));
    assertThat(log.repetitions()).isEqualTo(1);
  }

  @Test
  void keepsEventsApart() {
    message("demo/devices/meter-1/events/activations", "{\"dev_addr\":\"26011bda\"}");
    message("demo/devices/meter-1/events/delete", "null");
    message("demo/devices/meter-1/events/create", "no json");

    assertThat(log.uplinks()).isEmpty();
    assertThat(log.events()).hasSize(3);
    assertThat(log.events().get(0).message().get("dev_addr").asText()).isEqualTo("26011bda");
  }

  private void message(String topic, String json) {
    log.onMessage(topic, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String uplink(String id, int counter) {
    return "{\"uplink_id\":\"%s\",\"dev_id\":\"meter-1\",\"port\":3,\"counter\":%d,"
            .formatted(id, counter)
        + "\"payload_raw\":\"AQI=\"}";
  }
}
