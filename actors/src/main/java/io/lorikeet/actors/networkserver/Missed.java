package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counters that were left out when a frame with a higher one was accepted. Most were never heard.
 * But one of them may have been heard before that frame, by a connection where it had to wait: then
 * it is no replay, although it comes later. A device's frames count in the order in which this
 * network heard them, by the clocks of its own nodes and not by what gateways say.
 *
 * @param first the lowest of them
 * @param last the highest
 * @param before when the frame behind them was heard
 */
public record Missed(long first, long last, Instant before) implements CborSerializable {

  /** So much may the clocks of two nodes differ. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(1);

  /** Longer than a connection holds a frame. */
  private static final Duration KEPT = Duration.ofMinutes(5);

  /** For each device; the oldest ones are given up. */
  private static final int MOST = 8;

  /**
   * After a frame that was accepted in the order of counters.
   *
   * @param last the counter of the frame accepted before
   */
  static List<Missed> after(List<Missed> known, long last, long fCnt, Instant heard) {
    if (known.isEmpty() && fCnt == last + 1) {
      return known;
    }
    var oldest = heard.minus(KEPT);
    var left = known.stream().filter(its -> its.before.isAfter(oldest));
    var all =
        fCnt == last + 1
            ? left
            : Stream.concat(left, Stream.of(new Missed(last + 1, fCnt - 1, heard)));
    return newest(all.toList());
  }

  private static List<Missed> newest(List<Missed> all) {
    return List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
  }

  /** Whether {@code fCnt} is one of them, and its frame was heard in its turn. */
  boolean allows(long fCnt, Instant heard) {
    return fCnt >= first && fCnt <= last && heard.plus(CLOCKS_APART).isBefore(before);
  }

  /** After a frame that they {@linkplain #allows allow} was accepted: its counter is used up. */
  static List<Missed> without(List<Missed> known, long fCnt, Instant heard) {
    var left = new ArrayList<Missed>(known.size() + 1);
    for (var its : known) {
      if (fCnt < its.first || fCnt > its.last) {
        left.add(its);
        continue;
      }
      if (fCnt > its.first) {
        left.add(new Missed(its.first, fCnt - 1, heard));
      }
      if (fCnt < its.last) {
        left.add(new Missed(fCnt + 1, its.last, its.before));
      }
    }
    return newest(left);
  }
}
