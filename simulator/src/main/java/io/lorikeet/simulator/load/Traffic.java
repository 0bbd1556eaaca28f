package io.lorikeet.simulator.load;

import java.time.Duration;

/**
 * What a load run sends, and when: uplink n at n / rate from the start, whatever became of the
 * others.
 *
 * @param rate uplinks per second
 * @param warmup sent before anything is measured
 * @param drain waited for what is missing at the end
 */
record Traffic(Shape shape, double rate, Duration warmup, Duration duration, Duration drain) {

  private static final long MOST_UPLINKS = 50_000_000;

  /**
   * @param copies how many gateways hear each uplink
   * @param payloadBytes application data
   * @param confirmed share of uplinks that want an answer, 0 to 1
   */
  record Shape(
      int devices, int gateways, int copies, int payloadBytes, double confirmed, long seed) {

    Shape {
      require(devices >= 1 && devices <= 1_000_000, "devices", devices, "1 to 1,000,000");
      require(gateways >= 1 && gateways <= 1_000, "gateways", gateways, "1 to 1,000");
      require(copies >= 1 && copies <= gateways, "copies", copies, "1 to the number of gateways");
      require(payloadBytes >= Tag.SIZE && payloadBytes <= 222, "payload", payloadBytes, "8 to 222");
      require(confirmed >= 0 && confirmed <= 1, "confirmed", confirmed, "0 to 1");
      require(seed >= 0 && seed <= 999_999, "seed", seed, "0 to 999999");
    }
  }

  Traffic {
    require(rate > 0 && rate <= 100_000, "rate", rate, "above 0, at most 100,000");
    require(!duration.isZero(), "duration", duration, "above 0");
    double uplinks = rate * (warmup.toSeconds() + duration.toSeconds());
    require(uplinks <= MOST_UPLINKS, "uplinks", uplinks, "at most " + MOST_UPLINKS);
  }

  int warmupUplinks() {
    return (int) Math.round(rate * warmup.toNanos() / 1e9);
  }

  int measuredUplinks() {
    return (int) Math.max(1, Math.round(rate * duration.toNanos() / 1e9));
  }

  int uplinks() {
    return warmupUplinks() + measuredUplinks();
  }

  /** When uplink {@code number} is to be sent, after the first. */
  long dueNanos(int number) {
    return (long) (number * 1e9 / rate);
  }

  private static void require(boolean right, String what, Object value, String expected) {
    if (!right) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }
}
