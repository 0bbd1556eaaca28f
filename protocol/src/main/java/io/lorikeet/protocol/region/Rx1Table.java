package io.lorikeet.protocol.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;

/**
 * The data rate of RX1.
 *
 * @param rows by the data rate of the uplink, and in each by RX1DROffset from 0 on
 */
record Rx1Table(Map<Integer, List<Integer>> rows) {

  /** RX1DROffset is 0 to 5 in most regions. */
  static final int USUAL_OFFSETS = 6;

  Rx1Table {
    rows = Map.copyOf(rows);
  }

  /**
   * @param offsets how many there are
   * @param rule from data rate and offset to data rate
   */
  static Rx1Table of(DataRates dataRates, int offsets, IntBinaryOperator rule) {
    var rows = new TreeMap<Integer, List<Integer>>();
    for (int dataRate : dataRates.indices(true)) {
      var row = new ArrayList<Integer>();
      for (int offset = 0; offset < offsets; offset++) {
        row.add(rule.applyAsInt(dataRate, offset));
      }
      rows.put(dataRate, List.copyOf(row));
    }
    return new Rx1Table(rows);
  }

  /** As many data rates slower as the offset says, but not slower than {@code slowest}. */
  static Rx1Table slower(DataRates dataRates, int slowest) {
    return of(dataRates, USUAL_OFFSETS, (dataRate, offset) -> Math.max(dataRate - offset, slowest));
  }

  int dataRate(int uplinkDataRate, int offset) {
    var row = rows.get(uplinkDataRate);
    if (row == null) {
      throw new IllegalArgumentException("data rate: " + uplinkDataRate + " is of no uplink");
    }
    if (offset < 0 || offset >= row.size()) {
      throw new IllegalArgumentException(
          "RX1DROffset: " + offset + " (expected: 0 to " + (row.size() - 1) + ")");
    }
    return row.get(offset);
  }

  int maxOffset() {
    return rows.values().stream().mapToInt(List::size).max().orElse(1) - 1;
  }
}
