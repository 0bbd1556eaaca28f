package io.lorikeet.protocol.region;

import io.lorikeet.protocol.id.DevAddr;
import java.util.List;

/**
 * How a device of class B listens in its ping slots, unless it was told another way.
 *
 * @param frequenciesHz one, or those it hops over
 */
public record PingSlot(int dataRate, List<Long> frequenciesHz) {

  public PingSlot {
    frequenciesHz = List.copyOf(frequenciesHz);
  }

  /**
   * Where a device listens until the next beacon.
   *
   * @param gpsSeconds when the last beacon was sent, a multiple of 128
   */
  public long frequencyHz(DevAddr devAddr, long gpsSeconds) {
    long number = Integer.toUnsignedLong(devAddr.value()) + gpsSeconds / Beacon.PERIOD_SECONDS;
    return frequenciesHz.get((int) (number % frequenciesHz.size()));
  }
}
