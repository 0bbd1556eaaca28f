package io.lorikeet.gatewaybridge.semtech;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many frames of all gateways this node holds without an outcome. Beyond a limit it takes no
 * more: whatever waits longer than the network's own time-outs makes an overload worse, and a frame
 * that is refused at once costs nothing.
 */
final class Admission {

  private final int limit;
  private final AtomicInteger held = new AtomicInteger();

  Admission(int limit) {
    this.limit = limit;
  }

  /** Whether one more is taken; it is to be {@link #released}. */
  boolean admit() {
    if (held.incrementAndGet() <= limit) {
      return true;
    }
    held.decrementAndGet();
    return false;
  }

  void released(int count) {
    held.addAndGet(-count);
  }

  int held() {
    return held.get();
  }
}
