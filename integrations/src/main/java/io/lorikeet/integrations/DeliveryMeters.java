package io.lorikeet.integrations;

import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.NetworkMeters;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Counts what became of deliveries: {@code lorikeet.deliveries} by {@code kind} (mqtt, webhook) and
 * {@code result} (delivered, paused, failed), and {@code lorikeet.delivery.latency} of those that
 * were delivered; and the last step of an uplink's way, {@code lorikeet.uplink.hop}.
 */
public final class DeliveryMeters {

  /** Milliseconds; a broker on the way to the cloud, or a slow webhook. */
  private static final int[] STEPS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000
  };

  private final Counter delivered;
  private final Counter paused;
  private final Counter failed;
  private final Timer latency;
  private final Timer hop;
  private final String kind;

  public DeliveryMeters(MeterRegistry registry, String kind) {
    delivered = registry.counter("lorikeet.deliveries", "kind", kind, "result", "delivered");
    paused = registry.counter("lorikeet.deliveries", "kind", kind, "result", "paused");
    failed = registry.counter("lorikeet.deliveries", "kind", kind, "result", "failed");
    this.kind = kind;
    latency =
        Timer.builder("lorikeet.delivery.latency")
            .tag("kind", kind)
            .serviceLevelObjectives(
                IntStream.of(STEPS).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
            .register(registry);
    hop = NetworkMeters.deliveryHop(registry, kind);
  }

  /**
   * Counts one.
   *
   * @param startedNanos {@link System#nanoTime()} when it began
   * @param message what was delivered
   * @param result what its stage completed with, unless it failed
   */
  public void count(
      long startedNanos, ApplicationMessage message, Delivery.Result result, Throwable failure) {
    if (failure != null) {
      failed.increment();
      return;
    }
    switch (result) {
      case DELIVERED -> {
        delivered.increment();
        latency.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
        if (message instanceof ApplicationUplink uplink) {
          FrameLog.delivered(uplink, kind);
          hop.record(
              System.currentTimeMillis() - message.at().toEpochMilli(), TimeUnit.MILLISECONDS);
        }
      }
      case PAUSED -> paused.increment();
    }
  }
}
