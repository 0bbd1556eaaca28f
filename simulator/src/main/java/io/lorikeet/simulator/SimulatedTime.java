package io.lorikeet.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The time of a simulation, in nanoseconds from its start. It may run faster than the clock on the
 * wall, so that a test need not wait five seconds for a join-accept.
 */
public final class SimulatedTime {

  private final Instant started;
  private final LongSupplier wallNanos;
  private final long origin;
  private final int speed;

  private SimulatedTime(Instant started, LongSupplier wallNanos, int speed) {
    this.started = started;
    this.wallNanos = wallNanos;
    this.origin = wallNanos.getAsLong();
    this.speed = speed;
  }

  /** As fast as the clock on the wall. */
  public static SimulatedTime real() {
    return faster(1);
  }

  /** {@code speed} times as fast as the clock on the wall. */
  public static SimulatedTime faster(int speed) {
    return of(Clock.systemUTC(), System::nanoTime, speed);
  }

  /**
   * @param wallNanos never goes back
   */
  public static SimulatedTime of(Clock clock, LongSupplier wallNanos, int speed) {
    if (speed < 1) {
      throw new IllegalArgumentException("speed: " + speed + " (expected: 1 or more)");
    }
    return new SimulatedTime(clock.instant(), wallNanos, speed);
  }

  /** Simulated nanoseconds since the start. */
  public long nanos() {
    return (wallNanos.getAsLong() - origin) * speed;
  }

  /** The date and time of the simulation. */
  public Instant instant() {
    return instantAt(nanos());
  }

  /** The date and time this long after the start. */
  public Instant instantAt(long nanos) {
    return started.plusNanos(nanos);
  }

  /** How long after the start a date and time is, simulated nanoseconds. */
  public long nanosAt(Instant instant) {
    return Duration.between(started, instant).toNanos();
  }

  /** How long one has to wait for this much simulated time. */
  long toWall(long simulatedNanos) {
    return simulatedNanos / speed;
  }
}
