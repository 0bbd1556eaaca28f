package io.lorikeet.protocol.id;

import java.util.HexFormat;

/** Number of a network, 24 bits; 000000 and 000001 are free for private networks. */
public record NetId(int value) {

  public NetId {
    if (value < 0 || value > 0xffffff) {
      throw new IllegalArgumentException("NetID: " + value + " (expected: 24 bits)");
    }
  }

  /** Reads 6 hex digits, either case. */
  public static NetId parse(String hex) {
    return new NetId(HexFormat.fromHexDigits(Hex.digits("NetID", hex, 6)));
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value, 6);
  }
}
