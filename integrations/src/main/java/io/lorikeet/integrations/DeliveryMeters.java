package io.lorikeet.integrations;

import io.lorikeet.actors.handler.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/**
 * Counts what became of deliveries: {@code lorikeet.deliveries} by {@code kind} (mqtt, webhook) and
 * {@code result} (delivered, paused, failed), and {@code lorikeet.delivery.latency} of those that
 * were delivered.
 */
public final class DeliveryMeters {

  private final Counter delivered;
  private final Counter paused;
  private final Counter failed;
  private final Timer latency;

  public DeliveryMeters(MeterRegistry registry, String kind) {
    delivered = registry.counter("lorikeet.deliveries", "kind", kind, "result", "delivered");
    paused = registry.counter("lorikeet.deliveries", "kind", kind, "result", "paused");
    failed = registry.counter("lorikeet.deliveries", "kind", kind, "result", "failed");
    latency = registry.timer("lorikeet.delivery.latency", "kind", kind);
  }

  /**
   * Counts one.
   *
   * @param startedNanos {@link System#nanoTime()} when it began
   * @param result what its stage completed with, unless it failed
   */
  public void count(long startedNanos, Delivery.Result result, Throwable failure) {
    if (failure != null) {
      failed.increment();
      return;
    }
    switch (result) {
      case DELIVERED -> {
        delivered.increment();
        latency.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
      }
      case PAUSED -> paused.increment();
    }
  }
}
