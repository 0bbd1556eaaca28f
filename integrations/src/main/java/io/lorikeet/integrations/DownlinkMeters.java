package io.lorikeet.integrations;

import io.lorikeet.actors.Meters;
import io.micrometer.core.instrument.MeterRegistry;

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

  public void count(Outcome outcome) {
    Meters.count(registry, "lorikeet.downlinks." + kind, outcome);
  }
}
