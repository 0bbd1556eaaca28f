package io.lorikeet.protocol.region;

import java.util.List;

/**
 * How gateways send beacons.
 *
 * @param frequenciesHz one, or those it hops over
 * @param leadingBytes RFU before Param
 * @param trailingBytes RFU between GwSpecific and the last CRC
 */
public record Beacon(int dataRate, List<Long> frequenciesHz, int leadingBytes, int trailingBytes) {

  /** Seconds between two beacons. */
  public static final int PERIOD_SECONDS = 128;

  /** Param 1, Time 4, CRC 2, GwSpecific 7, CRC 2. */
  private static final int FIELDS = 16;

  public Beacon {
    frequenciesHz = List.copyOf(frequenciesHz);
  }

  /** Bytes in all. */
  public int size() {
    return leadingBytes + FIELDS + trailingBytes;
  }

  /**
   * Where the beacon of this moment is sent.
   *
   * @param gpsSeconds a multiple of 128
   */
  public long frequencyHz(long gpsSeconds) {
    long number = gpsSeconds / PERIOD_SECONDS;
    return frequenciesHz.get((int) (number % frequenciesHz.size()));
  }

  Beacon at(List<Long> otherHz) {
    return new Beacon(dataRate, otherHz, leadingBytes, trailingBytes);
  }
}
