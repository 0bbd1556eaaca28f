package io.lorikeet.gatewaybridge.semtech;

/**
 * Lets through what a rate allows, and a burst on top. One may spend more than is there and has to
 * wait until the debt is paid: what something costs is known only after it was let in.
 */
final class TokenBucket {

  private final double perMilli;
  private final int burst;
  private double tokens;
  private long filledAt;

  TokenBucket(SemtechSettings.Rate rate, long nowMillis) {
    this.perMilli = rate.perSecond() / 1000.0;
    this.burst = rate.burst();
    this.tokens = rate.burst();
    this.filledAt = nowMillis;
  }

  /** Whether anything is left. */
  boolean open(long nowMillis) {
    // A clock that was set back fills nothing.
    tokens = Math.min(burst, tokens + Math.max(0, nowMillis - filledAt) * perMilli);
    filledAt = nowMillis;
    return tokens >= 1;
  }

  void spend(int count) {
    tokens -= count;
  }
}
