package io.lorikeet.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventLineTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void anUplinkTellsTheBestGateway() {
    assertThat(
            line(
                "up",
                "{'counter':7,'port':2,'payload_raw':'Af8=','metadata':{'time':'2030-01-02T00:00:00Z',"
                    + "'gateways':[{'rssi':-110,'snr':-3},{'rssi':-60,'snr':8.2}]}}"))
        .isEqualTo("2030-01-02T00:00:00Z pump up #7 port 2 01ff -60 dBm 8.2 dB 2 gateways");
  }

  @Test
  void aJoinTellsTheAddress() {
    assertThat(line("events/activations", "{'dev_addr':'26011bda'}"))
        .isEqualTo("2030-01-01T00:00:00Z pump activations dev_addr 26011bda");
  }

  @Test
  void aFailedDownlinkTellsWhyAndWhich() {
    assertThat(
            line(
                "events/down/errors",
                "{'error':'expired','message':{'port':2,'payload_raw':'AQ=='}}"))
        .isEqualTo("2030-01-01T00:00:00Z pump down/errors expired port 2 01");
  }

  @Test
  void whatIsNoJsonIsStillALine() {
    assertThat(line("events/delete", "null")).isEqualTo("2030-01-01T00:00:00Z pump delete");
    assertThat(line("events/delete", "{")).isEqualTo("2030-01-01T00:00:00Z pump delete");
  }

  private static String line(String kind, String json) {
    return EventLine.ofEvent("farm/devices/pump/" + kind, json.replace('\'', '"'), NOW)
        .replaceAll(" +", " ");
  }
}
