package io.lorikeet.simulator.load;

import java.util.Arrays;

/** A distribution, exact: all values in order. */
final class Percentiles {

  private final int[] sorted;

  private Percentiles(int[] sorted) {
    this.sorted = sorted;
  }

  static Percentiles of(int[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    return new Percentiles(sorted);
  }

  /** The smallest value that {@code percent} of all do not exceed; 0 if there is none. */
  int at(double percent) {
    if (sorted.length == 0) {
      return 0;
    }
    // Less a trifle, for 99.9 % of 1000 is a little above 999 in binary.
    int rank = (int) Math.ceil(percent / 100 * sorted.length - 1e-6);
    return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
  }

  int max() {
    return at(100);
  }
}
