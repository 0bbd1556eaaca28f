package io.lorikeet.protocol.id;

import java.util.HexFormat;

/** Address of a device within one session; several devices may share it. */
public record DevAddr(int value) {

  /** Reads 8 hex digits, either case, with or without the separators {@code :} and {@code -}. */
  public static DevAddr parse(String hex) {
    return new DevAddr(HexFormat.fromHexDigits(Hex.digits("DevAddr", hex, 8)));
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
