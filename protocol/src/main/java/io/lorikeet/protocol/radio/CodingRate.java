package io.lorikeet.protocol.radio;

import java.util.Optional;

/** How much redundancy LoRa adds: 4 bits become 5, 6, 7 or 8. */
public enum CodingRate {
  CR_4_5("4/5", 1),
  CR_4_6("4/6", 2),
  CR_4_7("4/7", 3),
  CR_4_8("4/8", 4),
  /** With long interleaving, as in the 2.4 GHz band. */
  CR_4_8_LI("4/8LI", 4);

  private final String text;
  private final int redundantBits;

  CodingRate(String text, int redundantBits) {
    this.text = text;
    this.redundantBits = redundantBits;
  }

  /**
   * Reads {@code "4/5"} to {@code "4/8"}, also in lowest terms ({@code "2/3"}, {@code "1/2"}), and
   * {@code "4/8LI"}.
   */
  public static Optional<CodingRate> of(String text) {
    return switch (text) {
      case "4/5" -> Optional.of(CR_4_5);
      case "4/6", "2/3" -> Optional.of(CR_4_6);
      case "4/7" -> Optional.of(CR_4_7);
      case "4/8", "1/2" -> Optional.of(CR_4_8);
      case "4/8LI" -> Optional.of(CR_4_8_LI);
      default -> Optional.empty();
    };
  }

  /** Redundant bits for 4 bits of data, 1 to 4. */
  public int redundantBits() {
    return redundantBits;
  }

  /** As in {@code "4/5"}. */
  @Override
  public String toString() {
    return text;
  }
}
