package io.lorikeet.simulator.forwarder;

/**
 * The free-running counter of a concentrator: microseconds, 32 bits, from wherever it was when the
 * simulation began, and a little fast or slow.
 *
 * @param startTmst what it showed at the start of the simulation, 32 bits
 * @param driftPpm how much too fast it runs, parts per million
 * @param gps whether the gateway knows the time of GPS beside it
 */
public record ConcentratorClock(long startTmst, double driftPpm, boolean gps) {

  private static final long MASK = 0xffff_ffffL;

  public ConcentratorClock {
    if (startTmst < 0 || startTmst > MASK) {
      throw new IllegalArgumentException("tmst: " + startTmst + " (expected: 32 bits)");
    }
  }

  /** Without GPS. */
  public ConcentratorClock(long startTmst, double driftPpm) {
    this(startTmst, driftPpm, false);
  }

  /** The counter at a simulated time, 32 bits. */
  public long tmst(long nanos) {
    return startTmst + ticks(nanos) & MASK;
  }

  /** How far {@code tmst} is ahead of the time {@code nanos}, in microseconds; negative: past. */
  public int ahead(long tmst, long nanos) {
    return (int) (tmst - tmst(nanos));
  }

  /** When the counter shows {@code tmst}: the time nearest to {@code nanos}. */
  public long nanosAt(long tmst, long nanos) {
    return nanos + Math.round(ahead(tmst, nanos) * 1000.0 / rate());
  }

  private long ticks(long nanos) {
    return (long) (nanos / 1000 * rate());
  }

  private double rate() {
    return 1 + driftPpm / 1e6;
  }
}
