package io.lorikeet.simulator.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.simulator.forwarder.GatewayCounters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run found. The warm-up is in none of it but the counters of the gateways.
 *
 * @param achievedRate uplinks per second really sent
 * @param latency microseconds from when an uplink was due to its arrival
 * @param lateness microseconds from when an uplink was due to when we sent it
 */
record LoadReport(
    Traffic traffic,
    Counts counts,
    double achievedRate,
    Percentiles latency,
    Percentiles lateness,
    GatewayCounters gateways,
    List<ProcessMeter> processes) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Uplinks: sent once, delivered at least once, delivered again. */
  record Counts(int sent, int delivered, long duplicated) {

    int lost() {
      return sent - delivered;
    }
  }

  /** One JSON object. */
  String json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("rate", traffic.rate());
    json.put("devices", traffic.shape().devices());
    json.put("gateways", traffic.shape().gateways());
    json.put("copies", traffic.shape().copies());
    json.put("duration_s", traffic.duration().toMillis() / 1e3);
    json.put("sent", counts.sent());
    json.put("delivered", counts.delivered());
    json.put("lost", counts.lost());
    json.put("duplicated", counts.duplicated());
    json.put("achieved_rate", rounded(achievedRate));
    json.put("latency_ms", milliseconds(latency));
    json.put("generator_late_ms", milliseconds(lateness));
    json.put("push_data", gateways.pushed());
    json.put("push_ack", gateways.pushAcks());
    json.put("pull_resp", gateways.downlinks());
    json.put("tx_errors", gateways.txErrors());
    for (var process : processes) {
      process.cpuSeconds().ifPresent(cpu -> json.put(process.name(), usage(process, cpu)));
    }
    json.put("server_cpu_ms_per_uplink", rounded(serverCpuMillis() / counts.sent()));
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lines for people. */
  String table() {
    var text = new StringBuilder();
    line(text, "sent", "%,d uplinks at %,.1f/s", counts.sent(), achievedRate);
    line(text, "delivered", "%,d (%.3f %%)", counts.delivered(), deliveredPercent());
    line(text, "lost", "%,d", counts.lost());
    line(text, "duplicated", "%,d", counts.duplicated());
    line(text, "latency", "%s", percentiles(latency));
    line(text, "generator late", "%s", percentiles(lateness));
    line(
        text,
        "gateways",
        "%,d PUSH_DATA, %,d acknowledged; %,d PULL_RESP, %,d refused",
        gateways.pushed(),
        gateways.pushAcks(),
        gateways.downlinks(),
        gateways.txErrors());
    for (var process : processes) {
      process
          .cpuSeconds()
          .ifPresent(
              cpu ->
                  line(
                      text,
                      process.name(),
                      "%.2f s CPU, %.3f ms per uplink, RSS %,d MiB",
                      cpu,
                      cpu * 1000 / counts.sent(),
                      process.rssBytes() >> 20));
    }
    line(text, "server in all", "%.3f ms CPU per uplink", serverCpuMillis() / counts.sent());
    return text.toString();
  }

  private double deliveredPercent() {
    return 100.0 * counts.delivered() / counts.sent();
  }

  /** All watched processes except ourselves. */
  private double serverCpuMillis() {
    return processes.stream()
        .filter(process -> !process.name().equals(LoadCommand.GENERATOR))
        .mapToDouble(process -> process.cpuSeconds().orElse(0.0) * 1000)
        .sum();
  }

  static Map<String, Object> usage(ProcessMeter process, double cpu) {
    return Map.of("cpu_s", rounded(cpu), "rss_bytes", process.rssBytes());
  }

  static Map<String, Object> milliseconds(Percentiles values) {
    var json = new LinkedHashMap<String, Object>();
    json.put("p50", values.at(50) / 1e3);
    json.put("p90", values.at(90) / 1e3);
    json.put("p95", values.at(95) / 1e3);
    json.put("p99", values.at(99) / 1e3);
    json.put("p99_9", values.at(99.9) / 1e3);
    json.put("max", values.max() / 1e3);
    return json;
  }

  static String percentiles(Percentiles values) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f  p90 %.1f  p95 %.1f  p99 %.1f  p99.9 %.1f  max %.1f ms",
        values.at(50) / 1e3,
        values.at(90) / 1e3,
        values.at(95) / 1e3,
        values.at(99) / 1e3,
        values.at(99.9) / 1e3,
        values.max() / 1e3);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1e3;
  }

  static void line(StringBuilder text, String name, String format, Object... values) {
    text.append(String.format("%-15s", name));
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
