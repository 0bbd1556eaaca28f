package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What two real forwarders sent, through a real socket. */
class RecordedForwarderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pf-1301-autoquit",
        "pf-1301-downlinks",
        "pf-1301-gps-beacon",
        "pf-1301-tmst-wrap",
        "pf-1301-uplinks",
        "pf-1301-uplinks-crcerr",
        "pf-1302-downlinks",
        "pf-1302-gps-beacon",
        "pf-1302-tmst-wrap",
        "pf-1302-uplinks",
        "pf-1302-uplinks-crcerr"
      })
  void whatTheRadioHeardReachesTheNetwork(String recording) throws IOException {
    try (var rig = new Rig()) {
      var heard = new ArrayList<JsonNode>();
      var gateway = Optional.<GatewayEui>empty();
      for (var line : lines(recording)) {
        if (line.path("dir").asText().equals("radio->gw") && good(line)) {
          heard.add(line);
        }
        if (line.path("dir").asText().equals("gw->srv")) {
          send(rig, line);
          if (gateway.isEmpty()) {
            gateway = Optional.of(SemtechHeader.gateway(bytes(line)));
            rig.connected();
          }
        }
      }

      for (var injected : heard) {
        var frame = rig.uplinks.receiveMessage();
        assertSame(frame, injected, gateway.orElseThrow());
        rig.settle(frame);
      }
      rig.uplinks.expectNoMessage();
    }
  }

  private static boolean good(JsonNode line) {
    return line.get("crc").asText().equals("ok");
  }

  private static byte[] bytes(JsonNode line) {
    return HexFormat.of().parseHex(line.get("hex").asText());
  }

  private static void send(Rig rig, JsonNode line) throws IOException {
    var bytes = bytes(line);
    switch (line.get("kind").asText()) {
      case "PUSH_DATA" -> rig.forwarder.push(bytes);
      case "PULL_DATA" -> {
        rig.forwarder.send(rig.forwarder.down, bytes);
        assertThat(rig.forwarder.receive(rig.forwarder.down))
            .containsExactly(bytes[0], bytes[1], bytes[2], 4);
      }
      default -> rig.forwarder.send(rig.forwarder.down, bytes);
    }
  }

  private static void assertSame(UplinkFrame frame, JsonNode injected, GatewayEui gateway) {
    assertThat(frame.phy()).hasToString(injected.get("hex").asText());
    assertThat(frame.radio().frequencyHz()).isEqualTo(injected.get("freq").asLong());
    assertThat(frame.reception().gateway()).isEqualTo(gateway);
    assertThat(frame.reception().signal().rssi())
        .isEqualTo(Math.round(injected.get("rssi").asDouble()));
    if (injected.get("fsk").asBoolean()) {
      assertThat(frame.radio().bitRate()).isEqualTo(50_000);
      assertThat(frame.reception().signal().snr()).isZero();
    } else {
      assertThat(frame.radio().dataRateText())
          .isEqualTo("SF" + injected.get("sf").asInt() + "BW" + injected.get("bw").asInt());
      assertThat(frame.radio().codingRate()).isEqualTo("4/" + injected.get("cr").asInt());
      // Forwarders print one decimal.
      assertThat((double) frame.reception().signal().snr())
          .isCloseTo(injected.get("snr").asDouble(), within(0.0501));
    }
  }

  private static List<JsonNode> lines(String recording) throws IOException {
    var resource =
        RecordedForwarderTest.class.getResourceAsStream("/semtech/" + recording + ".jsonl");
    try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      var lines = new ArrayList<JsonNode>();
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }
  }
}
