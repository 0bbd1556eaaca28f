package io.lorikeet.gatewaybridge.semtech;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long frames of all gateways of this node have taken lately until they were settled. A network
 * that is slower than its gateways must not be given more to do by being asked again.
 */
final class SettleTime {

  /** Of a new time in the mean: 1/32. At 30 frames a second the mean is that of a second or two. */
  private static final int WEIGHT_BITS = 5;

  /** Mean in milliseconds times 2^{@link #WEIGHT_BITS}. */
  private final AtomicLong scaledMean = new AtomicLong();

  void record(long millis) {
    scaledMean.updateAndGet(scaled -> scaled + Math.max(0, millis) - (scaled >> WEIGHT_BITS));
  }

  /** What is not settled after this long is likely to be lost, not late. */
  long patienceMillis() {
    return 2 * (scaledMean.get() >> WEIGHT_BITS);
  }
}
