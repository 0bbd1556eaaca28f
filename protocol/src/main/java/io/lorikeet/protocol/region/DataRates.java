package io.lorikeet.protocol.region;

import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.LrFhss;
import io.lorikeet.protocol.radio.Modulation;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The data rates of a region by their index.
 *
 * @param minAdr the slowest that a device uses by itself or by ADR
 * @param maxAdr the fastest of those
 */
record DataRates(Map<Integer, DataRate> byIndex, int minAdr, int maxAdr) {

  /** Who sends it. */
  enum Use {
    UP,
    DOWN,
    BOTH
  }

  record DataRate(Modulation modulation, Use use) {

    boolean sent(boolean uplink) {
      return use == Use.BOTH || (use == Use.UP) == uplink;
    }
  }

  static final LoRa[] SF12_TO_SF7 = {
    LoRa.of(12, 125_000),
    LoRa.of(11, 125_000),
    LoRa.of(10, 125_000),
    LoRa.of(9, 125_000),
    LoRa.of(8, 125_000),
    LoRa.of(7, 125_000)
  };

  /** What most regions have beside: fast LoRa and FSK. */
  static final Modulation[] SF7_WIDE_AND_FSK = {LoRa.of(7, 250_000), new Fsk(50_000)};

  DataRates {
    byIndex = Map.copyOf(byIndex);
  }

  static DataRates adr(int min, int max) {
    return new DataRates(Map.of(), min, max);
  }

  /** These and more, with indices from {@code first} on. */
  DataRates plus(int first, Use use, Modulation... modulations) {
    var all = new TreeMap<>(byIndex);
    for (int i = 0; i < modulations.length; i++) {
      all.put(first + i, new DataRate(modulations[i], use));
    }
    return new DataRates(all, minAdr, maxAdr);
  }

  static LrFhss lrFhss(int widthHz, LrFhss.Rate rate) {
    return new LrFhss(widthHz, rate);
  }

  Modulation at(int index) {
    return row(index).modulation();
  }

  DataRate row(int index) {
    var row = byIndex.get(index);
    if (row == null) {
      throw new IllegalArgumentException(
          "data rate: " + index + " (expected: one of " + new TreeSet<>(byIndex.keySet()) + ")");
    }
    return row;
  }

  SortedSet<Integer> indices(boolean uplink) {
    var found = new TreeSet<Integer>();
    byIndex.forEach(
        (index, row) -> {
          if (row.sent(uplink)) {
            found.add(index);
          }
        });
    return found;
  }

  OptionalInt indexOf(Modulation modulation, boolean uplink) {
    return byIndex.entrySet().stream()
        .filter(row -> row.getValue().sent(uplink) && same(row.getValue().modulation(), modulation))
        .mapToInt(Map.Entry::getKey)
        .min();
  }

  /** LoRa says its coding rate in the header: it does not tell data rates apart. */
  private static boolean same(Modulation one, Modulation other) {
    if (one instanceof LoRa lora && other instanceof LoRa heard) {
      return lora.spreadingFactor() == heard.spreadingFactor()
          && lora.bandwidthHz() == heard.bandwidthHz();
    }
    return one.equals(other);
  }
}
