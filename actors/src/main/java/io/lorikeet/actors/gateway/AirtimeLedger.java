package io.lorikeet.actors.gateway;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.region.SubBand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * What a gateway transmits and has transmitted within the last hour. It is stored, so that a
 * restart forgets no duty cycle.
 *
 * @param emissions those over for a while are merged into sums of ten seconds, so that there are at
 *     most 360 per frequency and those of the last minute
 */
public record AirtimeLedger(List<Emission> emissions) implements CborSerializable {

  static final AirtimeLedger EMPTY = new AirtimeLedger(List.of());

  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long EXACT = 60 * SECOND;
  private static final long SUM_OVER = 10 * SECOND;

  public AirtimeLedger {
    emissions = List.copyOf(emissions);
  }

  /**
   * @param id of the transmission
   * @param startMicros on the gateway's line of time
   */
  public record Emission(long id, long startMicros, long airtimeMicros, long frequencyHz)
      implements CborSerializable {

    private long end() {
      return startMicros + airtimeMicros;
    }
  }

  /** Whether something is or will be on the air then, or too near. */
  boolean overlaps(long startMicros, long airtimeMicros, long gapMicros) {
    return emissions.stream()
        .anyMatch(
            its ->
                its.startMicros() < startMicros + airtimeMicros + gapMicros
                    && startMicros < its.end() + gapMicros);
  }

  /** The first moment from {@code fromMicros} to {@code untilMicros} that is free for so long. */
  OptionalLong firstFree(long fromMicros, long untilMicros, long airtimeMicros, long gapMicros) {
    return LongStream.concat(
            LongStream.of(fromMicros), emissions.stream().mapToLong(its -> its.end() + gapMicros))
        .filter(start -> start >= fromMicros && start <= untilMicros)
        .sorted()
        .filter(start -> !overlaps(start, airtimeMicros, gapMicros))
        .findFirst();
  }

  /** Airtime in a sub-band in any hour that {@code atMicros} belongs to, at most. */
  long used(SubBand band, long atMicros) {
    return emissions.stream()
        .filter(its -> band.contains(its.frequencyHz()))
        .filter(its -> Math.abs(its.startMicros() - atMicros) < HOUR)
        .mapToLong(Emission::airtimeMicros)
        .sum();
  }

  /** Whether {@code airtimeMicros} more keep within the sub-band's duty cycle. */
  boolean allows(SubBand band, long startMicros, long airtimeMicros) {
    return used(band, startMicros) + airtimeMicros <= band.dutyCycle() * HOUR;
  }

  double use(SubBand band, long atMicros) {
    return used(band, atMicros) / (band.dutyCycle() * HOUR);
  }

  AirtimeLedger add(Emission emission) {
    var now = emission.startMicros();
    var kept = new ArrayList<Emission>();
    var sums = new LinkedHashMap<String, Emission>();
    for (var its : emissions) {
      if (its.startMicros() > now - EXACT) {
        kept.add(its);
      } else if (its.startMicros() > now - HOUR) {
        sums.merge(its.frequencyHz() + "/" + its.startMicros() / SUM_OVER, its, AirtimeLedger::sum);
      }
    }
    var all = new ArrayList<>(sums.values());
    all.addAll(kept);
    all.add(emission);
    return new AirtimeLedger(all);
  }

  /** Counts for as long as the later of the two does. */
  private static Emission sum(Emission one, Emission other) {
    return new Emission(
        other.id(),
        Math.max(one.startMicros(), other.startMicros()),
        one.airtimeMicros() + other.airtimeMicros(),
        other.frequencyHz());
  }

  AirtimeLedger without(long id) {
    return new AirtimeLedger(emissions.stream().filter(its -> its.id() != id).toList());
  }
}
