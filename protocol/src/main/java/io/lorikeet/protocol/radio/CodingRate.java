package io.lorikeet.protocol.radio;

import java.util.Optional;

/** How much redundancy LoRa adds: 4 bits become 5, 6, 7 or 8. */
public enum CodingRate {
  CR_4_5("4/5"),
  CR_4_6("4/6"),
  CR_4_7("4/7"),
  CR_4_8("4/8");

  private final String text;

  CodingRate(String text) {
    this.text = text;
  }

  /** Reads {@code "4/5"} to {@code "4/8"}, also in lowest terms ({@code "2/3"}, {@code "1/2"}). */
  public static Optional<CodingRate> of(String text) {
    return switch (text) {
      case "4/5" -> Optional.of(CR_4_5);
      case "4/6", "2/3" -> Optional.of(CR_4_6);
      case "4/7" -> Optional.of(CR_4_7);
      case "4/8", "1/2" -> Optional.of(CR_4_8);
      default -> Optional.empty();
    };
  }

  /** Redundant bits for 4 bits of data, 1 to 4. */
  public int redundantBits() {
    return ordinal() + 1;
  }

  /** As in {@code "4/5"}. */
  @Override
  public String toString() {
    return text;
  }
}
