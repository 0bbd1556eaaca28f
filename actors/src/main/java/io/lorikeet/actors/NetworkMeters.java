package io.lorikeet.actors;

import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.router.UplinkFrame;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the network's entities count: {@code lorikeet.uplinks} (label {@code outcome}) once per
 * frame, however many gateways heard it; {@code lorikeet.downlinks} (label {@code outcome}) once
 * per request to a gateway; {@code lorikeet.uplink.latency} from a frame's arrival to its being
 * durable in the application's log. Looked up once: there are more entities than meters.
 */
public final class NetworkMeters {

  /** Milliseconds; a frame waits 200 for its copies. */
  private static final int[] LATENCY_STEPS = {
    220, 240, 260, 300, 350, 400, 500, 750, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000
  };

  private final Map<UplinkFrame.Outcome, Counter> uplinks =
      new EnumMap<>(UplinkFrame.Outcome.class);
  private final Map<GatewayCommand.Outcome, Counter> downlinks =
      new EnumMap<>(GatewayCommand.Outcome.class);
  private final Timer uplinkLatency;

  NetworkMeters(MeterRegistry registry) {
    for (var outcome : UplinkFrame.Outcome.values()) {
      uplinks.put(outcome, counter(registry, "lorikeet.uplinks", outcome));
    }
    for (var outcome : GatewayCommand.Outcome.values()) {
      downlinks.put(outcome, counter(registry, "lorikeet.downlinks", outcome));
    }
    uplinkLatency =
        Timer.builder("lorikeet.uplink.latency")
            .serviceLevelObjectives(
                IntStream.of(LATENCY_STEPS).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
            .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, Enum<?> outcome) {
    return registry.counter(name, "outcome", outcome.name().toLowerCase(Locale.ROOT));
  }

  /** A frame, with all its copies, has come to its end. */
  public void uplink(UplinkFrame.Outcome outcome) {
    uplinks.get(outcome).increment();
  }

  /** A gateway has taken a request for a downlink, or not. */
  public void downlink(GatewayCommand.Outcome outcome) {
    downlinks.get(outcome).increment();
  }

  /** A frame is in the log this long after it reached this network. */
  public void logged(Duration sinceReceived) {
    uplinkLatency.record(sinceReceived);
  }
}
