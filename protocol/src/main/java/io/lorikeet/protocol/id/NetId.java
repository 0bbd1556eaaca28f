package io.lorikeet.protocol.id;

import java.util.HexFormat;

/**
 * Number of a network, 24 bits; 000000 and 000001 are free for private networks. The first three
 * bits are its type: the higher, the fewer addresses it has.
 */
public record NetId(int value) {

  private static final int TYPE_SHIFT = 21;

  /** How many bits of the number are in the addresses of a network, by type. */
  private static final int[] NWK_ID_BITS = {6, 6, 9, 11, 12, 13, 15, 17};

  public NetId {
    if (value < 0 || value > 0xffffff) {
      throw new IllegalArgumentException("NetID: " + value + " (expected: 24 bits)");
    }
  }

  /** Reads 6 hex digits, either case. */
  public static NetId parse(String hex) {
    return new NetId(HexFormat.fromHexDigits(Hex.digits("NetID", hex, 6)));
  }

  /** 0 to 7. */
  public int type() {
    return value >>> TYPE_SHIFT;
  }

  /** The low bits of the number that its addresses carry. */
  public int nwkId() {
    return value & (1 << NWK_ID_BITS[type()]) - 1;
  }

  /** Whether anybody may use it: no other network forwards to it. */
  public boolean isPrivate() {
    return value <= 1;
  }

  /** Its addresses. Networks whose NetIDs differ only in higher bits share them. */
  public DevAddrPrefix devAddrs() {
    int type = type();
    int length = prefixLength(type);
    int ones = (1 << type) - 1; // as many as the type says, then a zero
    return new DevAddrPrefix(ones << (32 - type) | nwkId() << (32 - length), length);
  }

  /** Bits of an address before NwkAddr: as many ones as the type says, a zero, and NwkID. */
  static int prefixLength(int type) {
    return type + 1 + NWK_ID_BITS[type];
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value, 6);
  }
}
