package io.lorikeet.protocol.radio;

/**
 * Frequency shift keying.
 *
 * @param bitRate bit/s
 */
public record Fsk(int bitRate) implements Modulation {

  public Fsk {
    if (bitRate <= 0) {
      throw new IllegalArgumentException("FSK bit rate: " + bitRate + " (expected: above 0)");
    }
  }

  /** The bit rate, as in {@code 50000}. */
  @Override
  public String toString() {
    return Integer.toString(bitRate);
  }
}
