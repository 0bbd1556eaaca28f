package io.lorikeet.protocol.radio;

/** How long a packet keeps the channel busy. */
public final class TimeOnAir {

  private static final int PREAMBLE_SYMBOLS = 8;

  /** Preamble 5, sync word 3, length 1 and CRC 2. */
  private static final int FSK_OVERHEAD = 11;

  private static final long LR_FHSS_HEADER_MICROS = 233_472;
  private static final long LR_FHSS_HOP_MICROS = 102_400;

  /** CRC and the bits that end the convolutional code. */
  private static final int LR_FHSS_OVERHEAD = 3;

  private TimeOnAir() {}

  /**
   * Microseconds, rounded half up.
   *
   * @param phyBytes size of the PHYPayload
   * @param crc whether the payload has a CRC: with LoRa true for uplinks and false for downlinks;
   *     FSK and LR-FHSS always have one
   */
  public static long micros(Modulation modulation, int phyBytes, boolean crc) {
    if (modulation instanceof LoRa lora) {
      return ofLoRa(lora, phyBytes, crc);
    }
    if (modulation instanceof Fsk fsk) {
      return rounded((FSK_OVERHEAD + phyBytes) * 8L * 1_000_000, fsk.bitRate());
    }
    if (modulation instanceof LrFhss lrFhss) {
      return ofLrFhss(lrFhss.codingRate(), phyBytes);
    }
    throw new IllegalArgumentException("modulation: " + modulation);
  }

  /** Headers, then the payload with its CRC and the tail of the code, hop by hop. */
  private static long ofLrFhss(LrFhss.Rate rate, int phyBytes) {
    int bytes = phyBytes + LR_FHSS_OVERHEAD;
    int hops = (bytes + rate.bytesPerHop() - 1) / rate.bytesPerHop();
    return rate.headers() * LR_FHSS_HEADER_MICROS + hops * LR_FHSS_HOP_MICROS;
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
