package io.lorikeet.gatewaybridge.semtech;

import java.util.Arrays;

/**
 * How many frames of all gateways of this node may be under way in the network at once. What is
 * above it waits with its connection, the newest first in line: an overload then makes old frames
 * older, and not all frames too late for their receive windows.
 *
 * <p>It follows from how long frames take. While half of those that are settled take longer than
 * they should, or none is settled, it goes down, and else up again once it is reached. Frames that
 * are not settled say nothing beside others that are: their shards have no home for a while. A
 * store whose every answer is late is no overload, and waiting would not make it quicker: what the
 * quickest frames of the last seconds took counts as the network's own time.
 *
 * <p>Thread-safe.
 */
final class ConcurrencyLimit {

  /** What a node gives the network in any case, or it would not learn that it is well again. */
  static final int LEAST = 32;

  /** Below this a median says little. */
  private static final int FEW = 16;

  private static final int MAX_SAMPLES = 1_024;
  private static final long INTERVAL_MILLIS = 500;

  /** How long the quickest frames are remembered, at least; at most twice that. */
  private static final long QUICKEST_MILLIS = 5_000;

  /** Frames that take this much longer than the quickest ones wait in queues. */
  private static final int PATIENCE = 2;

  /** What is not quicker than this is overloaded, whatever it may be beside that. */
  private static final long SLOWEST_MILLIS = 1_000;

  /** The most that it goes down in one step. */
  private static final double LOWEST_STEP = 0.5;

  private final int most;
  private final long targetMillis;

  private final long[] samples = new long[MAX_SAMPLES];
  private int count;

  /** Since the interval's start, as the samples. */
  private int overdue;

  private long intervalStart = Long.MIN_VALUE;
  private long loweredAt = Long.MIN_VALUE / 2;

  private long quickest = Long.MAX_VALUE;
  private long quickestBefore = Long.MAX_VALUE;
  private long quickestSince = Long.MIN_VALUE / 2;

  private int limit;
  private int underWay;

  /** Most that were under way since the limit was set last. */
  private int peak;

  /**
   * @param most frames under way however quick they are
   * @param targetMillis what half of the frames may take, the deduplication window included
   */
  ConcurrencyLimit(int most, long targetMillis) {
    this.most = most;
    this.targetMillis = targetMillis;
    this.limit = most;
  }

  /** Whether one more may go; it has to {@link #leave} then. */
  synchronized boolean tryEnter() {
    if (underWay >= limit) {
      peak = Math.max(peak, underWay);
      return false;
    }
    enter();
    return true;
  }

  /** One that has to go with another one. */
  synchronized void enter() {
    underWay++;
    peak = Math.max(peak, underWay);
  }

  /** So many have been settled, or count as lost on their way. */
  synchronized void leave(int frames) {
    underWay -= frames;
  }

  synchronized int limit() {
    return limit;
  }

  synchronized int underWay() {
    return underWay;
  }

  /** A frame was settled: it was delivered, which takes what the network takes. */
  synchronized void delivered(long millis, long nowMillis) {
    if (nowMillis - quickestSince >= QUICKEST_MILLIS) {
      quickestBefore = nowMillis - quickestSince >= 2 * QUICKEST_MILLIS ? Long.MAX_VALUE : quickest;
      quickest = Long.MAX_VALUE;
      quickestSince = nowMillis;
    }
    quickest = Math.min(quickest, millis);
    repeated(millis, nowMillis);
  }

  /** A further copy of a frame was settled. */
  synchronized void repeated(long millis, long nowMillis) {
    start(nowMillis);
    samples[count++] = millis;
    adjustWhenDue(nowMillis);
  }

  /** A frame has not been settled for long; it may be late, or its shard may be away. */
  synchronized void overdue(long nowMillis) {
    start(nowMillis);
    overdue++;
    adjustWhenDue(nowMillis);
  }

  private void start(long nowMillis) {
    if (count + overdue == 0) {
      intervalStart = nowMillis;
    }
  }

  private void adjustWhenDue(long nowMillis) {
    if (count == MAX_SAMPLES
        || count + overdue >= FEW && nowMillis - intervalStart >= INTERVAL_MILLIS) {
      adjust(nowMillis);
      count = 0;
      overdue = 0;
      peak = underWay;
    }
  }

  private void adjust(long nowMillis) {
    long target = target();
    // Where some are settled the others' shards are away. Where none is, all have to wait.
    long median = count > 0 ? medianSample() : Math.round(target / LOWEST_STEP);
    if (median <= target) {
      if (peak >= limit - limit / 8) {
        limit = Math.min(most, limit + limit / 8 + 4);
      }
    } else if (nowMillis - loweredAt >= Math.max(INTERVAL_MILLIS, median)) {
      // Not again before what was under way has been settled: it says nothing of the new limit.
      loweredAt = nowMillis;
      double step = Math.max(LOWEST_STEP, (double) target / median);
      limit = Math.max(LEAST, (int) (Math.min(limit, peak) * step));
    }
  }

  private long medianSample() {
    Arrays.sort(samples, 0, count);
    return samples[count / 2];
  }

  private long target() {
    long known = Math.min(quickest, quickestBefore);
    return known == Long.MAX_VALUE
        ? targetMillis
        : Math.max(targetMillis, PATIENCE * Math.min(known, SLOWEST_MILLIS));
  }
}
