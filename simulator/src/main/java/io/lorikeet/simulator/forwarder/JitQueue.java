package io.lorikeet.simulator.forwarder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a forwarder has promised to send; refuses what overlaps. */
final class JitQueue {

  private static final int LIMIT = 32;
  private static final long MAX_AHEAD_MICROS = 512_000_000;

  /** The radio needs 1.5 ms to start and the programs keep 1 ms free between packets. */
  private static final long GUARD_NANOS = 2_500_000;

  private final ForwarderModel model;
  private final List<Emission> queued = new ArrayList<>();

  JitQueue(ForwarderModel model) {
    this.model = model;
  }

  /**
   * @param ahead from now to the start, microseconds, negative for what is past
   */
  Optional<TxError> refusal(Emission emission, int ahead, boolean immediate) {
    // The programs compute without sign, so what is past looks like the far future to them.
    if (ahead < 0 || ahead > MAX_AHEAD_MICROS) {
      return Optional.of(TxError.TOO_EARLY);
    }
    if (!immediate && ahead < model.leadMicros()) {
      return Optional.of(TxError.TOO_LATE);
    }
    return queued.size() >= LIMIT || queued.stream().anyMatch(other -> overlap(emission, other))
        ? Optional.of(TxError.COLLISION_PACKET)
        : Optional.empty();
  }

  /** When something immediate of this length could start, at the earliest at {@code from}. */
  long freeFrom(long from, long airtimeMicros) {
    long start = from;
    for (var other : queued) {
      if (start - GUARD_NANOS < other.endNanos()
          && other.startNanos() - GUARD_NANOS < start + airtimeMicros * 1000) {
        start = other.endNanos() + GUARD_NANOS;
      }
    }
    return start;
  }

  void add(Emission emission) {
    queued.add(emission);
    queued.sort((one, other) -> Long.compare(one.startNanos(), other.startNanos()));
  }

  void remove(Emission emission) {
    queued.remove(emission);
  }

  private static boolean overlap(Emission one, Emission other) {
    return one.startNanos() - GUARD_NANOS < other.endNanos()
        && other.startNanos() - GUARD_NANOS < one.endNanos();
  }
}
