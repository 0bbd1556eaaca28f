package io.lorikeet.node.crash;

import java.time.Duration;

/**
 * What one node has seen and heard of the process of another one. It is gone when its connection
 * has ended, its port refuses new ones, and it is silent. No one of these is enough: a halted
 * process is silent; a network that is cut may refuse for it; and what stands before a port, as a
 * proxy, may end while the process behind goes on, and goes on saying so.
 *
 * <p>All times are {@link System#nanoTime}.
 */
final class Peer {

  /** Nodes say that often that they are there. */
  static final Duration PULSE = Duration.ofMillis(250);

  /** Who is there is heard twice in it, and once if the machine is busy. */
  static final Duration SILENCE = Duration.ofMillis(600);

  /** What was under way when it ended has come by then. */
  private static final long STRAGGLERS_NANOS = Duration.ofMillis(400).toNanos();

  private static final int REFUSALS = 2;

  private boolean everHeard;
  private long heardNanos;
  private boolean open;
  private boolean ended;
  private long endedNanos;
  private int refusals;

  /** It has said that it is there. Long after its connection has ended: something else has. */
  void heard(long nanos) {
    everHeard = true;
    heardNanos = nanos;
    if (ended && nanos - endedNanos > STRAGGLERS_NANOS) {
      ended = false;
    }
  }

  /** Takes back all that was said against it. */
  void opened() {
    open = true;
    ended = false;
    refusals = 0;
  }

  void ended(long nanos) {
    open = false;
    ended = true;
    endedNanos = nanos;
    refusals = 0;
  }

  void refused() {
    open = false;
    refusals++;
  }

  /** Its machine may be away, and the process as well as ever. */
  void notReached() {
    open = false;
    refusals = 0;
  }

  /** Beyond doubt; one of which nothing is known is not. */
  boolean isThere(long nanos) {
    return open && everHeard && nanos - heardNanos < SILENCE.toNanos();
  }

  /** Beyond doubt. */
  boolean isGone(long nanos) {
    return isGone(nanos, SILENCE);
  }

  /**
   * @param silence how long nothing was heard of it
   */
  boolean isGone(long nanos, Duration silence) {
    return ended && refusals >= REFUSALS && everHeard && nanos - heardNanos >= silence.toNanos();
  }
}
