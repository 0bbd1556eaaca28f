package io.lorikeet.protocol.frame;

/**
 * How far a device counts its frames. Up to LoRaWAN 1.0.3 (4.3.1.5) that is the device's choice;
 * later ones count 32 bits. Sixteen bits are sent in either case.
 */
public enum CounterWidth {
  BITS_32(FrameCounter.MAX),
  /** Goes on at 0 after 65,535, in the same session and with the same keys. */
  BITS_16(0xffff);

  private final long max;

  CounterWidth(long max) {
    this.max = max;
  }

  /** The highest counter that the device knows. */
  public long max() {
    return max;
  }

  /**
   * What the device signs and encrypts with, where the network counts on.
   *
   * @param fCnt as the network counts; above {@link FrameCounter#MAX} it stays so, and is not valid
   */
  public long atDevice(long fCnt) {
    return this == BITS_16 && fCnt <= FrameCounter.MAX ? fCnt & max : fCnt;
  }
}
