package io.lorikeet.protocol.region;

/**
 * A part of the spectrum with one rule for all who send in it.
 *
 * @param lowHz the first frequency in it
 * @param highHz the first frequency above it
 * @param dutyCycle the part of an hour one may send, 0.01 = 1 %
 * @param maxEirpDbm the most power one may radiate
 */
public record SubBand(int lowHz, int highHz, double dutyCycle, float maxEirpDbm) {

  public boolean contains(int frequencyHz) {
    return frequencyHz >= lowHz && frequencyHz < highHz;
  }
}
