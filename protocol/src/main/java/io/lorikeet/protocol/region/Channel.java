package io.lorikeet.protocol.region;

/**
 * Where one may send, and in which data rates.
 *
 * @param frequencyHz its middle
 * @param minDataRate index of the slowest
 * @param maxDataRate index of the fastest
 */
public record Channel(long frequencyHz, int minDataRate, int maxDataRate) {

  public Channel {
    if (frequencyHz <= 0 || minDataRate < 0 || maxDataRate < minDataRate || maxDataRate > 15) {
      throw new IllegalArgumentException(
          "channel: "
              + frequencyHz
              + " Hz, data rates "
              + minDataRate
              + " to "
              + maxDataRate
              + " (expected: a frequency, 0 to 15)");
    }
  }
}
