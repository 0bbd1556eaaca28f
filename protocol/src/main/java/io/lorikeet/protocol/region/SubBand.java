package io.lorikeet.protocol.region;

/**
 * A part of the spectrum with one rule for all who send in it.
 *
 * @param lowHz the first frequency in it
 * @param highHz the first frequency above it
 * @param dutyCycle the part of an hour one may send, 0.01 = 1 %
 * @param maxEirpDbm the most power one may radiate
 */
public record SubBand(long lowHz, long highHz, double dutyCycle, float maxEirpDbm) {

  public SubBand {
    if (lowHz <= 0 || highHz <= lowHz) {
      throw new IllegalArgumentException(
          "sub-band: " + lowHz + " to " + highHz + " Hz (expected: from low to high)");
    }
    if (!(dutyCycle > 0 && dutyCycle <= 1)) {
      throw new IllegalArgumentException(
          "duty cycle: " + dutyCycle + " (expected: above 0, to 1 = always)");
    }
  }

  /** Where the outermost channels lie on the edges: {@code lastHz} is in it. */
  public static SubBand upTo(long lowHz, long lastHz, double dutyCycle, float maxEirpDbm) {
    return new SubBand(lowHz, lastHz + 1, dutyCycle, maxEirpDbm);
  }

  public boolean contains(long frequencyHz) {
    return frequencyHz >= lowHz && frequencyHz < highHz;
  }
}
