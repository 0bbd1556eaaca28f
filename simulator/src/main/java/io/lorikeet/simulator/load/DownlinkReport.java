package io.lorikeet.simulator.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * What a run of downlinks found, without the warm-up.
 *
 * @param counts published once, handed to a gateway, handed over again
 * @param latency microseconds from when a downlink was due to its PULL_RESP at a gateway
 */
record DownlinkReport(
    Traffic traffic, LoadReport.Counts counts, Percentiles latency, List<ProcessMeter> processes) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One JSON object. */
  String json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("downlinks_per_second", traffic.rate());
    json.put("devices", traffic.shape().devices());
    json.put("gateways", traffic.shape().gateways());
    json.put("duration_s", traffic.duration().toMillis() / 1e3);
    json.put("sent", counts.sent());
    json.put("pull_resp", counts.delivered());
    json.put("lost", counts.lost());
    json.put("duplicated", counts.duplicated());
    json.put("latency_ms", LoadReport.milliseconds(latency));
    for (var process : processes) {
      process
          .cpuSeconds()
          .ifPresent(cpu -> json.put(process.name(), LoadReport.usage(process, cpu)));
    }
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lines for people. */
  String table() {
    var text = new StringBuilder();
    LoadReport.line(
        text,
        "sent",
        "%,d downlinks at %,.1f/s to %,d devices of class C",
        counts.sent(),
        traffic.rate(),
        traffic.shape().devices());
    LoadReport.line(text, "PULL_RESP", "%,d", counts.delivered());
    LoadReport.line(text, "lost", "%,d", counts.lost());
    LoadReport.line(text, "duplicated", "%,d", counts.duplicated());
    LoadReport.line(text, "latency", "%s", LoadReport.percentiles(latency));
    for (var process : processes) {
      process
          .cpuSeconds()
          .ifPresent(
              cpu ->
                  LoadReport.line(
                      text,
                      process.name(),
                      "%s s CPU, RSS %,d MiB",
                      String.format(Locale.ROOT, "%.2f", cpu),
                      process.rssBytes() >> 20));
    }
    return text.toString();
  }
}
