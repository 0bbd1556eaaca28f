package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.gateway.GatewayConnection.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The bridge's meters, looked up once: a look-up costs more than all the rest of a count. */
final class SemtechMeters {

  /** Milliseconds: from a gateway in the next room to one behind a satellite. */
  private static final int[] STEPS = {1, 2, 5, 10, 20, 50, 100, 200, 300, 500, 1_000, 2_000, 5_000};

  private final Counter pushData;
  private final Counter pullData;
  private final Counter txAck;
  private final Counter uplinks;
  private final Counter resent;
  private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);
  private final Map<Result, Counter> downlinks = new EnumMap<>(Result.class);
  private final Timer roundTrip;
  private final AtomicInteger connections = new AtomicInteger();

  SemtechMeters(MeterRegistry registry) {
    pushData = registry.counter("lorikeet.gateway.datagrams", "type", "push_data");
    pullData = registry.counter("lorikeet.gateway.datagrams", "type", "pull_data");
    txAck = registry.counter("lorikeet.gateway.datagrams", "type", "tx_ack");
    uplinks = registry.counter("lorikeet.gateway.uplinks");
    resent = registry.counter("lorikeet.gateway.resent");
    for (var reason : DropReason.values()) {
      dropped.put(reason, registry.counter("lorikeet.gateway.dropped", "reason", reason.label()));
    }
    for (var result : Result.values()) {
      var label = result.name().toLowerCase(Locale.ROOT);
      downlinks.put(result, registry.counter("lorikeet.gateway.downlinks", "result", label));
    }
    roundTrip =
        Timer.builder("lorikeet.gateway.round.trip")
            .description("from handing over a downlink to its TX_ACK")
            .serviceLevelObjectives(
                IntStream.of(STEPS).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
            .register(registry);
  }

  /** Shows how many connections there are, and what they hold; once the bridge listens. */
  void show(MeterRegistry registry, Admission admission, ConcurrencyLimit limit) {
    registry.gauge("lorikeet.gateway.connections", connections);
    registry.gauge("lorikeet.gateway.held", admission, Admission::held);
    registry.gauge("lorikeet.gateway.under.way", limit, ConcurrencyLimit::underWay);
    registry.gauge("lorikeet.gateway.under.way.limit", limit, ConcurrencyLimit::limit);
  }

  void datagram(int type) {
    switch (type) {
      case SemtechHeader.PUSH_DATA -> pushData.increment();
      case SemtechHeader.PULL_DATA -> pullData.increment();
      default -> txAck.increment();
    }
  }

  void dropped(DropReason reason) {
    dropped.get(reason).increment();
  }

  void dropped(DropReason reason, int count) {
    dropped.get(reason).increment(count);
  }

  void uplink() {
    uplinks.increment();
  }

  void resent(int count) {
    resent.increment(count);
  }

  void downlink(Result result) {
    downlinks.get(result).increment();
  }

  void roundTrip(Duration duration) {
    roundTrip.record(duration);
  }

  void connections(int count) {
    connections.set(count);
  }
}
