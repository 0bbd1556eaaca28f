package io.lorikeet.gatewaybridge.semtech;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long frames of all gateways of this node have taken lately until they were settled. A network
 * that is slower than its gateways must not be given more to do by being asked again.
 */
final class SettleTime {

  /** Of a new time in the mean: 1/32. At 30 frames a second the mean is that of a second or two. */
  private static final int WEIGHT_BITS = 5;

  /** What was long ago says nothing, and with few frames the mean would change slowly. */
  private static final long KNOWN_FOR_MILLIS = 10_000;

  /** Mean in milliseconds times 2^{@link #WEIGHT_BITS}. */
  private final AtomicLong scaledMean = new AtomicLong();

  private volatile long lastAt;

  void record(long millis, long nowMillis) {
    lastAt = nowMillis;
    scaledMean.updateAndGet(scaled -> scaled + Math.max(0, millis) - (scaled >> WEIGHT_BITS));
  }

  /** What is not settled after this long is likely to be lost, not late; 0 if that is not known. */
  long patienceMillis(long nowMillis) {
    return nowMillis - lastAt > KNOWN_FOR_MILLIS ? 0 : 2 * (scaledMean.get() >> WEIGHT_BITS);
  }
}
