package io.lorikeet.protocol.radio;

/** How long a packet keeps the channel busy. */
public final class TimeOnAir {

  private static final int PREAMBLE_SYMBOLS = 8;

  /** Preamble 5, sync word 3, length 1 and CRC 2. */
  private static final int FSK_OVERHEAD = 11;

  private TimeOnAir() {}

  /**
   * Microseconds, rounded half up.
   *
   * @param phyBytes size of the PHYPayload
   * @param crc whether the payload has a CRC: with LoRa true for uplinks and false for downlinks;
   *     FSK always has one
   */
  public static long micros(Modulation modulation, int phyBytes, boolean crc) {
    if (modulation instanceof LoRa lora) {
      return ofLoRa(lora, phyBytes, crc);
    }
    if (modulation instanceof Fsk fsk) {
      return rounded((FSK_OVERHEAD + phyBytes) * 8L * 1_000_000, fsk.bitRate());
    }
    throw new IllegalArgumentException("modulation: " + modulation);
  }

  /**
   * The formula of Semtech's transceivers: explicit header, 8 symbols of preamble. Below SF7 the
   * sync takes two symbols more and the header leaves room for 8 bits more.
   */
  private static long ofLoRa(LoRa lora, int phyBytes, boolean crc) {
    int sf = lora.spreadingFactor();
    boolean slim = sf < 7;
    int bits = 8 * phyBytes - 4 * sf + (crc ? 16 : 0) + (slim ? 20 : 28);
    int bitsPerGroup = 4 * (lowDataRate(lora) ? sf - 2 : sf);
    int groups = Math.max((bits + bitsPerGroup - 1) / bitsPerGroup, 0);
    int payloadSymbols = 8 + groups * (4 + lora.codingRate().redundantBits());
    int quarters = 4 * (PREAMBLE_SYMBOLS + payloadSymbols) + (slim ? 25 : 17);
    return rounded((quarters << sf) * 1_000_000L, 4L * lora.bandwidthHz());
  }

  /** Symbols of 16 ms and more carry two bits less, which lets clocks drift. */
  private static boolean lowDataRate(LoRa lora) {
    return (1000L << lora.spreadingFactor()) >= 16L * lora.bandwidthHz();
  }

  private static long rounded(long dividend, long divisor) {
    return (2 * dividend + divisor) / (2 * divisor);
  }
}
