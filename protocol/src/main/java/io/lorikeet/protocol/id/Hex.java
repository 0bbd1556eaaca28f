package io.lorikeet.protocol.id;

import java.util.HexFormat;

/** Hex as people write identifiers and keys: either case, {@code :} and {@code -} allowed. */
public final class Hex {

  private Hex() {}

  /**
   * Takes the separators out.
   *
   * @throws IllegalArgumentException unless exactly {@code count} hex digits are left; the message
   *     does not repeat the text, which may be a key
   */
  public static String digits(String what, String text, int count) {
    var digits = text.replace(":", "").replace("-", "");
    if (digits.length() != count || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(what + ": expected " + count + " hex digits");
    }
    return digits;
  }
}
