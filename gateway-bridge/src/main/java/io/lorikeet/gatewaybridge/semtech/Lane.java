package io.lorikeet.gatewaybridge.semtech;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bytes that are on their way to an actor. Mailboxes have no limit of their own, so whoever
 * sends claims room first, and whoever has received gives it back.
 */
final class Lane {

  /** What a datagram costs beside its bytes, roughly: the objects around it. */
  private static final int OVERHEAD = 200;

  private final Optional<Lane> whole;
  private final int limit;
  private final AtomicInteger claimed = new AtomicInteger();

  /** A part of {@code whole}: what it claims is claimed there too. */
  Lane(int limit, Lane whole) {
    this.limit = limit;
    this.whole = Optional.of(whole);
  }

  Lane(int limit) {
    this.limit = limit;
    this.whole = Optional.empty();
  }

  /** Whether there was room. */
  boolean claim(int bytes) {
    if (whole.isPresent() && !whole.get().claim(bytes)) {
      return false;
    }
    if (claimed.addAndGet(bytes + OVERHEAD) <= limit) {
      return true;
    }
    release(bytes);
    return false;
  }

  void release(int bytes) {
    claimed.addAndGet(-bytes - OVERHEAD);
    if (whole.isPresent()) {
      whole.get().release(bytes);
    }
  }
}
