package io.lorikeet.protocol.key;

import io.lorikeet.protocol.id.Hex;
import java.util.Arrays;
import java.util.HexFormat;

/** An AES-128 key. Neither {@code toString} nor a message of ours ever shows it. */
public final class Aes128Key {

  public static final int SIZE = 16;

  private final byte[] bytes;

  private Aes128Key(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A key of 16 bytes, copied. */
  public static Aes128Key of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("key: " + bytes.length + " bytes (expected: 16)");
    }
    return new Aes128Key(bytes.clone());
  }

  /** Reads 32 hex digits, either case. */
  public static Aes128Key parse(String hex) {
    return new Aes128Key(HexFormat.of().parseHex(Hex.digits("key", hex, 2 * SIZE)));
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Lower case hex, for the answer to who has the right to read keys, and for nothing else. */
  public String reveal() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Aes128Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Aes128Key[hidden]";
  }
}
