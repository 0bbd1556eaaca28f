package io.lorikeet.actors.networkserver;

import io.lorikeet.protocol.id.DevAddr;

/**
 * A block of addresses, as in {@code 26000000/7}.
 *
 * @param bits the first address of the block
 * @param length how many leading bits all its addresses share, 0 to 32
 */
public record DevAddrPrefix(int bits, int length) {

  public DevAddrPrefix {
    if (length < 0 || length > 32) {
      throw new IllegalArgumentException("prefix length: " + length + " (expected: 0 to 32)");
    }
    bits &= mask(length);
  }

  /** Reads {@code <DevAddr>/<length>}. */
  public static DevAddrPrefix parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("prefix: " + text + " (expected: as in 26000000/7)");
    }
    return new DevAddrPrefix(
        DevAddr.parse(text.substring(0, slash)).value(),
        Integer.parseInt(text.substring(slash + 1)));
  }

  /** The address of this block that {@code random} leads to. */
  public DevAddr pick(int random) {
    return new DevAddr(bits | (random & ~mask(length)));
  }

  private static int mask(int length) {
    return length == 0 ? 0 : -1 << (32 - length);
  }
}
