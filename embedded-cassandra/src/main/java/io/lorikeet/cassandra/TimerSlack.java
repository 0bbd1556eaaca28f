package io.lorikeet.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much later than asked for a thread may be woken (Linux, {@code prctl(2)}, PR_SET_TIMERSLACK);
 * threads have it from the one that starts them.
 *
 * <p>Cassandra's threads look for work by turns of some 10 µs of sleep, by the thousand each
 * second. With the usual slack of 50 µs these sleeps are half of the processor time of a Cassandra
 * that has little to do.
 */
final class TimerSlack {

  private static final String NANOS = "300000";

  private TimerSlack() {}

  /** Of this thread and those it starts from now on. Where there is no such thing all stays. */
  static void widen() {
    try {
      var thread = Path.of("/proc/thread-self").toRealPath().getFileName();
      Files.writeString(Path.of("/proc").resolve(thread).resolve("timerslack_ns"), NANOS);
    } catch (IOException unavailable) {
      // Another system than Linux, or a container that hides it.
    }
  }
}
