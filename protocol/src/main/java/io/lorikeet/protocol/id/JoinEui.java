package io.lorikeet.protocol.id;

import java.util.HexFormat;

/** Name of the join server a device wants to join through; AppEUI before LoRaWAN 1.0.4. */
public record JoinEui(long value) {

  /** Reads 16 hex digits, either case, with or without the separators {@code :} and {@code -}. */
  public static JoinEui parse(String hex) {
    return new JoinEui(HexFormat.fromHexDigitsToLong(Hex.digits("JoinEUI", hex, 16)));
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
