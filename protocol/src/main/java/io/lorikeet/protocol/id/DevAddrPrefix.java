package io.lorikeet.protocol.id;

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

  /**
   * Reads {@code <DevAddr>/<length>}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static DevAddrPrefix parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("prefix: " + text + " (expected: as in 26000000/7)");
    }
    return new DevAddrPrefix(
        DevAddr.parse(text.substring(0, slash)).value(),
        Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean contains(DevAddr devAddr) {
    return (devAddr.value() & mask(length)) == bits;
  }

  /** Whether all addresses of {@code other} are in this block. */
  public boolean contains(DevAddrPrefix other) {
    return other.length >= length && (other.bits & mask(length)) == bits;
  }

  /** How many addresses it has. */
  public long size() {
    return 1L << (32 - length);
  }

  /** The address of this block that {@code random} leads to. */
  public DevAddr pick(int random) {
    return new DevAddr(bits | (random & ~mask(length)));
  }

  private static int mask(int length) {
    return length == 0 ? 0 : -1 << (32 - length);
  }

  /** As it is read. */
  @Override
  public String toString() {
    return new DevAddr(bits) + "/" + length;
  }
}
