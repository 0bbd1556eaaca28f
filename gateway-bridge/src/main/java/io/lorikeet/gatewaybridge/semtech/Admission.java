package io.lorikeet.gatewaybridge.semtech;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many frames of all gateways this node holds without an outcome. Beyond a limit it takes no
 * more: memory is bounded, and a frame that is refused at once costs nothing. Thread-safe.
 */
final class Admission {

  /** EUIs can be invented: what they send leaves room for gateways that are known. */
  private static final int STRANGERS_SHARE = 3;

  private final int limit;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger strangers = new AtomicInteger();

  Admission(int limit) {
    this.limit = limit;
  }

  /** Whether one more is taken; it is to be {@link #released}. */
  boolean admit() {
    return claim(held, limit);
  }

  /** The same, of a gateway of which it is not known whose it is. */
  boolean admitStranger() {
    return claim(strangers, limit / STRANGERS_SHARE);
  }

  private static boolean claim(AtomicInteger taken, int limit) {
    if (taken.incrementAndGet() <= limit) {
      return true;
    }
    taken.decrementAndGet();
    return false;
  }

  void released(int count) {
    held.addAndGet(-count);
  }

  void releasedStrangers(int count) {
    strangers.addAndGet(-count);
  }

  /** Those of gateways that are known. */
  int held() {
    return held.get();
  }
}
