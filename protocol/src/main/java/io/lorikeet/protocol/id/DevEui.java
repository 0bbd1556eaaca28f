package io.lorikeet.protocol.id;

import java.util.HexFormat;

/** Name of an end device for its whole life, unique in the world. */
public record DevEui(long value) {

  /** Reads 16 hex digits, either case, with or without the separators {@code :} and {@code -}. */
  public static DevEui parse(String hex) {
    return new DevEui(HexFormat.fromHexDigitsToLong(Hex.digits("DevEUI", hex, 16)));
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
