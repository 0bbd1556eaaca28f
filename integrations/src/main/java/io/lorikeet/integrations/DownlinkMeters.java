package io.lorikeet.integrations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts downlinks as they come: {@code lorikeet.downlinks.mqtt} and {@code ...webhook}. */
public record DownlinkMeters(MeterRegistry registry, String kind) {

  /** What became of one. */
  public enum Outcome {
    QUEUED,
    /** It could not be read. */
    MALFORMED,
    /** The device does not take it. */
    REFUSED,
    /** The device did not answer in time. */
    UNAVAILABLE
  }

  public DownlinkMeters {
    for (var outcome : Outcome.values()) {
      counter(registry, kind, outcome); // shown before the first one comes
    }
  }

  private static Counter counter(MeterRegistry registry, String kind, Outcome outcome) {
    return registry.counter(
        "lorikeet.downlinks." + kind, "reason", outcome.name().toLowerCase(Locale.ROOT));
  }

  public void count(Outcome outcome) {
    counter(registry, kind, outcome).increment();
  }
}
