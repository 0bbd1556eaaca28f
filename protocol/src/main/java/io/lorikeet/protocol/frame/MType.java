package io.lorikeet.protocol.frame;

/** What a frame is: the three highest bits of its first byte, in the order of their values. */
public enum MType {
  JOIN_REQUEST,
  JOIN_ACCEPT,
  UNCONFIRMED_DATA_UP,
  UNCONFIRMED_DATA_DOWN,
  CONFIRMED_DATA_UP,
  CONFIRMED_DATA_DOWN,
  REJOIN_REQUEST,
  PROPRIETARY;

  private static final MType[] BY_BITS = values();

  /** The type in an MHDR; its other bits are ignored. */
  public static MType of(int mhdr) {
    return BY_BITS[mhdr >> 5 & 0x07];
  }

  /** The MHDR with this type and major version 0 (LoRaWAN R1). */
  public int bits() {
    return ordinal() << 5;
  }

  /** Whether frames of this type carry data, confirmed or not, up or down. */
  public boolean data() {
    return uplinkData() || this == UNCONFIRMED_DATA_DOWN || this == CONFIRMED_DATA_DOWN;
  }

  /** Whether this is data from a device. */
  public boolean uplinkData() {
    return this == UNCONFIRMED_DATA_UP || this == CONFIRMED_DATA_UP;
  }

  /** Whether this is data that the other side must acknowledge. */
  public boolean confirmed() {
    return this == CONFIRMED_DATA_UP || this == CONFIRMED_DATA_DOWN;
  }
}
