package io.lorikeet.simulator.forwarder;

import java.util.List;
import java.util.OptionalInt;

/** In what the two reference programs of Semtech differ. */
public enum ForwarderModel {
  /** packet_forwarder 4.0.1 on an SX1301: a power it cannot set exactly is an error. */
  SX1301(32_500, 1_000_000, false),
  /** packet forwarder 2.1.0 on an SX1302: it takes the next lower power and says so. */
  SX1302(42_500, 80_000, true);

  /** What the sample configurations of the programs can set, dBm, from low to high. */
  private static final List<Integer> POWERS =
      List.of(-6, -3, 0, 3, 6, 10, 11, 12, 13, 14, 16, 20, 23, 25, 26, 27);

  private final long leadMicros;
  private final long immediateMicros;
  private final boolean lowersPower;

  ForwarderModel(long leadMicros, long immediateMicros, boolean lowersPower) {
    this.leadMicros = leadMicros;
    this.immediateMicros = immediateMicros;
    this.lowersPower = lowersPower;
  }

  /** How long before its start a downlink must be there, microseconds. */
  long leadMicros() {
    return leadMicros;
  }

  /** How far ahead an immediate downlink is put, microseconds. */
  long immediateMicros() {
    return immediateMicros;
  }

  /** The power it sends with when asked for {@code dbm}; empty: it refuses. */
  OptionalInt power(int dbm) {
    if (POWERS.contains(dbm)) {
      return OptionalInt.of(dbm);
    }
    if (!lowersPower) {
      return OptionalInt.empty();
    }
    int lower = POWERS.get(0);
    for (int power : POWERS) {
      lower = power <= dbm ? power : lower;
    }
    return OptionalInt.of(lower);
  }
}
