package io.lorikeet.actors.gateway;

import java.time.Instant;

/**
 * Places a concentrator's counter, which starts again every 71.6 minutes, on an endless line of
 * microseconds. The line is anchored to this network's clock at the first reading and then follows
 * the concentrator alone, so that network delay does not move transmissions against each other.
 *
 * <p>Not thread-safe: it belongs to one actor.
 */
final class ConcentratorClock {

  private static final long TURN = 1L << 32;

  /** Further from this network's clock than this, the concentrator has been restarted. */
  private static final long MAX_APART = 5_000_000;

  private long offset;
  private long ahead;
  private boolean anchored;

  /**
   * @param tmst the counter, 0 to 2^32 - 1
   * @param receivedAt when a frame with this counter reached this network
   * @return microseconds; comparable with other results of this clock
   */
  long place(long tmst, Instant receivedAt) {
    var network = micros(receivedAt);
    if (anchored) {
      var placed = nearest(tmst + offset, network);
      if (Math.abs(placed - network) <= MAX_APART) {
        offset = placed - tmst;
        ahead = placed - network;
        return placed;
      }
    }
    anchored = true;
    offset = network - tmst;
    ahead = 0;
    return network;
  }

  /** Where a moment of this network's clock is, as far as the readings so far say. */
  long at(Instant moment) {
    return micros(moment) + ahead;
  }

  /** The same count of another turn, as near to {@code target} as it gets. */
  private static long nearest(long value, long target) {
    return value + Math.round((double) (target - value) / TURN) * TURN;
  }

  static long micros(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
  }
}
