package io.lorikeet.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** A message in one line: time, device, kind, and what matters of it. */
final class EventLine {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UPLINK = "up";

  private EventLine() {}

  static String ofUplink(JsonNode uplink) {
    return line(
        Text.of(uplink.at("/metadata/time")), Text.of(uplink.path("dev_id")), UPLINK, uplink);
  }

  /**
   * @param topic {@code APP/devices/DEVICE/KIND}, where a kind may have slashes
   * @param now for messages that hold no time
   */
  static String ofEvent(String topic, String content, Instant now) {
    var parts = topic.split("/", 4);
    var message = parsed(content);
    var time = message.at("/metadata/time");
    return line(
        time.isTextual() ? Text.of(time) : now.truncatedTo(ChronoUnit.MILLIS).toString(),
        Text.printable(parts.length > 2 ? parts[2] : topic),
        Text.printable(parts.length > 3 ? parts[3].replaceFirst("^events/", "") : ""),
        message);
  }

  private static String line(String time, String device, String kind, JsonNode message) {
    return "%-30s  %-20s  %-14s  %s"
        .formatted(time, device, kind, kind.equals(UPLINK) ? uplink(message) : other(message))
        .stripTrailing();
  }

  private static String uplink(JsonNode uplink) {
    var gateways = uplink.at("/metadata/gateways");
    var line =
        "#%s  port %s  %s"
            .formatted(
                Text.of(uplink.path("counter")),
                Text.of(uplink.path("port")),
                Text.hex(uplink.path("payload_raw")));
    return StreamSupport.stream(gateways.spliterator(), false)
        .max(Comparator.comparingDouble(gateway -> gateway.path("snr").asDouble()))
        .map(
            best ->
                String.format(
                    Locale.ROOT,
                    "%s  %.0f dBm  %.1f dB  %d gateway%s",
                    line,
                    best.path("rssi").asDouble(),
                    best.path("snr").asDouble(),
                    gateways.size(),
                    gateways.size() == 1 ? "" : "s"))
        .orElse(line);
  }

  /** An event tells what failed, which session began, or which downlink it is about. */
  private static String other(JsonNode event) {
    var line = new StringBuilder();
    if (event.has("error")) {
      line.append(Text.of(event.path("error"))).append("  ");
    }
    if (event.has("dev_addr")) {
      line.append("dev_addr ").append(Text.of(event.path("dev_addr"))).append("  ");
    }
    var downlink = event.has("message") ? event.path("message") : event;
    if (downlink.has("payload_raw")) {
      line.append("port ").append(Text.of(downlink.path("port"))).append("  ");
      line.append(Text.hex(downlink.path("payload_raw"))).append("  ");
    }
    if (event.has("gateway_id")) {
      line.append("by ").append(Text.of(event.path("gateway_id")));
    }
    return line.toString();
  }

  private static JsonNode parsed(String content) {
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
