package io.lorikeet.protocol.id;

import java.util.HexFormat;

/** Address of a device within one session; several devices may share it. */
public record DevAddr(int value) {

  private static final int TYPES = 8;

  /** Reads 8 hex digits, either case, with or without the separators {@code :} and {@code -}. */
  public static DevAddr parse(String hex) {
    return new DevAddr(HexFormat.fromHexDigits(Hex.digits("DevAddr", hex, 8)));
  }

  /**
   * Type of the NetID that it belongs to, 0 to 7: how many ones it begins with. Eight and more are
   * of no network, and count as 8.
   */
  public int type() {
    return Math.min(Integer.numberOfLeadingZeros(~value), TYPES);
  }

  /**
   * The low bits of the NetID that it belongs to.
   *
   * @throws IllegalStateException if it is of no network
   */
  public int nwkId() {
    return value << (type() + 1) >>> (32 - nwkIdBits());
  }

  /**
   * The number of the device within its network.
   *
   * @throws IllegalStateException if it is of no network
   */
  public int nwkAddr() {
    int bits = 32 - (type() + 1 + nwkIdBits());
    return value & (1 << bits) - 1;
  }

  /** Whether a network with this NetID may have given it. */
  public boolean isOf(NetId netId) {
    return netId.devAddrs().contains(this);
  }

  private int nwkIdBits() {
    if (type() == TYPES) {
      throw new IllegalStateException("DevAddr " + this + " is of no network");
    }
    return NetId.prefixLength(type()) - type() - 1;
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
