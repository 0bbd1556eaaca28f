package io.lorikeet.protocol.id;

import java.util.HexFormat;

/** Name of a gateway, unique in the world. */
public record GatewayEui(long value) {

  /** Reads 16 hex digits, either case, with or without the separators {@code :} and {@code -}. */
  public static GatewayEui parse(String hex) {
    return new GatewayEui(HexFormat.fromHexDigitsToLong(Hex.digits("gateway EUI", hex, 16)));
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
