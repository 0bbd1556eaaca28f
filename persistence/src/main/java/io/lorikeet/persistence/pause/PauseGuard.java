package io.lorikeet.persistence.pause;

import akka.actor.setup.Setup;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps a process that was halted from writing when it wakes: others have taken over what it did. A
 * thread looks at the clock all the time; whoever writes checks that it has done so of late.
 */
public final class PauseGuard extends Setup {

  private static final Duration TICK = Duration.ofMillis(200);

  private final long longestNanos;
  private final LongSupplier nanoTime;
  private final Runnable end;
  private volatile long lastTick;

  /**
   * @param longest halt that does not matter
   * @param nanoTime as {@link System#nanoTime}
   * @param end is run after a longer one, and must not return into what was going on
   */
  PauseGuard(Duration longest, LongSupplier nanoTime, Runnable end) {
    this.longestNanos = longest.toNanos();
    this.nanoTime = nanoTime;
    this.end = end;
    this.lastTick = nanoTime.getAsLong();
  }

  /**
   * Watches this process from now on. Belongs into the {@code ActorSystemSetup}, for the journal.
   *
   * @param exitCode with which the process ends, without any of its shutdown hooks
   */
  public static PauseGuard start(Duration longest, int exitCode) {
    var guard =
        new PauseGuard(
            longest,
            System::nanoTime,
            () -> {
              System.err.printf(
                  "lorikeet was halted for more than %d ms; others have taken over: it ends%n",
                  longest.toMillis());
              Runtime.getRuntime().halt(exitCode);
            });
    var watch = new Thread(guard::watch, "pause-watch");
    watch.setDaemon(true);
    watch.start();
    return guard;
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      tick();
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  /** In this order: the thread that wakes first must not hide how long it was. */
  void tick() {
    check();
    lastTick = nanoTime.getAsLong();
  }

  /** Returns unless this process was halted. */
  public void check() {
    if (nanoTime.getAsLong() - lastTick > longestNanos) {
      end.run();
    }
  }
}
