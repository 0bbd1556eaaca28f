package io.lorikeet.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes that do not change, with real equality; what a {@code byte[]} in a record cannot be. */
public final class Payload {

  private static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Payload empty() {
    return EMPTY;
  }

  /** A copy of {@code bytes}. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Payload of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes.clone());
  }

  /** A copy of {@code bytes} from {@code from} (inclusive) to {@code to} (exclusive). */
  public static Payload of(byte[] bytes, int from, int to) {
    return from == to ? EMPTY : new Payload(Arrays.copyOfRange(bytes, from, to));
  }

  public static Payload ofHex(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** A copy of the bytes. */
  @JsonValue
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Payload slice(int from, int to) {
    return of(bytes, from, to);
  }

  /** Writes all bytes into {@code target} from index {@code at} on. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  public int size() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The byte at {@code index}, 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower case hex. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
