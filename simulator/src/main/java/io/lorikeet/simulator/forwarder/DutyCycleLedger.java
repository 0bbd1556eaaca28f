package io.lorikeet.simulator.forwarder;

import io.lorikeet.protocol.region.SubBand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How much of the last hour a gateway was on the air, sub-band by sub-band. */
final class DutyCycleLedger {

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final Map<SubBand, Deque<Emission>> sent = new HashMap<>();

  void add(Optional<SubBand> band, Emission emission) {
    band.ifPresent(
        known -> {
          var emissions = sent.computeIfAbsent(known, unused -> new ArrayDeque<>());
          emissions.add(emission);
          forgetBefore(emissions, emission.startNanos() - HOUR_NANOS);
        });
  }

  /** The part of the last hour that was used, 0.01 = 1 %. */
  double use(SubBand band, long nowNanos) {
    var emissions = sent.getOrDefault(band, new ArrayDeque<>());
    forgetBefore(emissions, nowNanos - HOUR_NANOS);
    long micros = emissions.stream().mapToLong(Emission::airtimeMicros).sum();
    return micros * 1000.0 / HOUR_NANOS;
  }

  private static void forgetBefore(Deque<Emission> emissions, long nanos) {
    while (!emissions.isEmpty() && emissions.peek().endNanos() <= nanos) {
      emissions.remove();
    }
  }
}
