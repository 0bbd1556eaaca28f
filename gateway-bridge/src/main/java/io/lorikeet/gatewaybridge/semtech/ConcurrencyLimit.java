package io.lorikeet.gatewaybridge.semtech;

import java.util.Arrays;

/**
 * How many frames of all gateways of this node may be under way in the network at once. What is
 * above it waits with its connection, of which the newest goes next, or the oldest: an overload
 * then makes some frames late, and not all frames too late for their receive windows.
 *
 * <p>It follows from how long frames take until they are delivered. While half of them take longer
 * than they should it goes down, and else up again once it is reached. Frames that are overdue say
 * nothing: their shards have no home for a while. Where none is settled for longer than that it is
 * the network that does not answer.
 *
 * <p>A store whose every answer is late is no overload, and waiting would not make it quicker:
 * twice what the quickest frame of late has taken is not too long, up to 2 s.
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

  /** What was seen longer ago does not count. */
  private static final long LONGEST_INTERVAL_MILLIS = 10_000;

  /** How long the quickest frame is remembered, at least; at most twice that. */
  private static final long QUICKEST_MILLIS = 15_000;

  /** Longer than the shards of a dead node have no home. */
  private static final long SILENCE_MILLIS = 12_000;

  private static final long SLOWEST_TARGET_MILLIS = 2_000;

  /** The most that it goes down in one step. */
  private static final double LOWEST_STEP = 0.5;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final int most;
  private final long targetMillis;

  // Since the interval's start.
  private long intervalStart = NEVER;
  private final long[] deliveries = new long[MAX_SAMPLES];
  private int delivered;
  private int settledOtherwise;
  private int overdue;

  private long quickest = Long.MAX_VALUE;
  private long quickestBefore = Long.MAX_VALUE;
  private long quickestSince = NEVER;

  private long settledAt = NEVER;

  private int limit;
  private long loweredAt = NEVER;
  private int underWay;

  /** Most that were under way in this interval. */
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
    peak = Math.max(peak, underWay);
    if (underWay >= limit) {
      return false;
    }
    enter();
    return true;
  }

  /** One that has to go with another one, or the only one of its gateway. */
  synchronized void enter() {
    underWay++;
    peak = Math.max(peak, underWay);
  }

  /** One has been settled, or counts as lost on its way. */
  synchronized void leave() {
    underWay--;
  }

  synchronized int limit() {
    return limit;
  }

  synchronized int underWay() {
    return underWay;
  }

  /** A frame was delivered; it was under way for so long. */
  synchronized void delivered(long millis, long nowMillis) {
    if (nowMillis - quickestSince >= QUICKEST_MILLIS) {
      boolean recent = nowMillis - quickestSince < 2 * QUICKEST_MILLIS;
      quickestBefore = recent ? quickest : Long.MAX_VALUE;
      quickest = Long.MAX_VALUE;
      quickestSince = nowMillis;
    }
    quickest = Math.min(quickest, millis);
    start(nowMillis);
    deliveries[delivered++] = millis;
    adjustWhenDue(nowMillis);
  }

  /**
   * A frame was settled without having been delivered: a further copy, or of nobody here. That may
   * have taken no time at all.
   */
  synchronized void settledOtherwise(long nowMillis) {
    start(nowMillis);
    settledOtherwise++;
    adjustWhenDue(nowMillis);
  }

  /** A frame has not been settled for long; it may be late, or its shard may be away. */
  synchronized void overdue(long nowMillis) {
    start(nowMillis);
    if (settledAt == NEVER) {
      settledAt = nowMillis;
    }
    overdue++;
    adjustWhenDue(nowMillis);
  }

  private void start(long nowMillis) {
    boolean outdated = Math.abs(nowMillis - intervalStart) > LONGEST_INTERVAL_MILLIS;
    if (outdated || seen() == 0) {
      startAnew(nowMillis);
    }
  }

  private void startAnew(long nowMillis) {
    intervalStart = nowMillis;
    delivered = 0;
    settledOtherwise = 0;
    overdue = 0;
    peak = underWay;
  }

  private int seen() {
    return delivered + settledOtherwise + overdue;
  }

  private void adjustWhenDue(long nowMillis) {
    boolean due = seen() >= FEW && nowMillis - intervalStart >= INTERVAL_MILLIS;
    if (due || delivered == MAX_SAMPLES) {
      adjust(nowMillis);
      startAnew(nowMillis);
    }
  }

  private void adjust(long nowMillis) {
    if (delivered + settledOtherwise == 0) {
      if (nowMillis - settledAt >= SILENCE_MILLIS) {
        lower(LOWEST_STEP, INTERVAL_MILLIS, nowMillis);
      }
      return;
    }
    settledAt = nowMillis;
    long median = delivered > 0 ? median() : 0;
    if (median > target()) {
      lower((double) target() / median, median, nowMillis);
    } else if (peak >= limit - limit / 8) {
      limit = Math.min(most, limit + limit / 8 + 4);
    }
  }

  /**
   * Not again before what was under way has been settled: until then nothing is known of the new
   * limit.
   */
  private void lower(double step, long settledMillis, long nowMillis) {
    if (Math.abs(nowMillis - loweredAt) < Math.max(INTERVAL_MILLIS, settledMillis)) {
      return;
    }
    loweredAt = nowMillis;
    int lower = (int) (Math.min(limit, peak) * Math.max(LOWEST_STEP, step));
    limit = Math.min(most, Math.max(LEAST, lower));
  }

  private long median() {
    Arrays.sort(deliveries, 0, delivered);
    return deliveries[delivered / 2];
  }

  private long target() {
    long known = Math.min(quickest, quickestBefore);
    return known == Long.MAX_VALUE
        ? targetMillis
        : Math.max(targetMillis, Math.min(2 * known, SLOWEST_TARGET_MILLIS));
  }
}
