package io.lorikeet.simulator.load;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** What came back of a run, and how long it took. From any thread. */
final class Deliveries {

  private static final int MISSING = -1;

  private final int warmup;
  private final int[] latencies;
  private final CompletableFuture<Void> complete = new CompletableFuture<>();
  private int delivered;
  private int deliveredMeasured;
  private long duplicated;

  /**
   * @param warmup how many uplinks, from the first, do not count
   */
  Deliveries(int warmup, int uplinks) {
    this.warmup = warmup;
    this.latencies = new int[uplinks];
    Arrays.fill(latencies, MISSING);
  }

  /**
   * @param latencyNanos from the time it was due to be sent
   */
  synchronized void delivered(int number, long latencyNanos) {
    if (number < 0 || number >= latencies.length) {
      return;
    }
    if (latencies[number] != MISSING) {
      duplicated += number < warmup ? 0 : 1;
      return;
    }
    latencies[number] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, latencyNanos / 1000));
    deliveredMeasured += number < warmup ? 0 : 1;
    if (++delivered == latencies.length) {
      complete.complete(null);
    }
  }

  /** Done when nothing is missing any more. */
  CompletableFuture<Void> complete() {
    return complete;
  }

  synchronized int measured() {
    return deliveredMeasured;
  }

  synchronized long duplicated() {
    return duplicated;
  }

  /** In microseconds; what is missing is not in it. */
  synchronized Percentiles latencies() {
    return Percentiles.of(
        Arrays.stream(latencies, warmup, latencies.length)
            .filter(latency -> latency != MISSING)
            .toArray());
  }
}
