package io.lorikeet.protocol.radio;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Long range frequency hopping spread spectrum: many narrow hops within an occupied channel width.
 * Only uplinks use it.
 *
 * @param channelWidthHz width of the band that the hops fill, usually 137,000, 336,000 or 1,523,000
 */
public record LrFhss(int channelWidthHz, Rate codingRate) implements Modulation {

  /** How much of what is sent is data. */
  public enum Rate {
    ONE_THIRD("1/3", 3, 2),
    TWO_THIRDS("2/3", 2, 4);

    private final String text;
    private final int headers;
    private final int bytesPerHop;

    Rate(String text, int headers, int bytesPerHop) {
      this.text = text;
      this.headers = headers;
      this.bytesPerHop = bytesPerHop;
    }

    /** Reads {@code 1/3} and {@code 2/3}, also written in sixths. */
    public static Optional<Rate> of(String text) {
      return switch (text) {
        case "1/3", "2/6" -> Optional.of(ONE_THIRD);
        case "2/3", "4/6" -> Optional.of(TWO_THIRDS);
        default -> Optional.empty();
      };
    }

    /** How often the header is sent. */
    int headers() {
      return headers;
    }

    int bytesPerHop() {
      return bytesPerHop;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final Pattern DATA_RATE = Pattern.compile("M0CW(\\d{2,4})");

  public LrFhss {
    if (channelWidthHz <= 0) {
      throw new IllegalArgumentException(
          "channel width: " + channelWidthHz + " Hz (expected: above 0)");
    }
  }

  /**
   * Reads what packet forwarders write: {@code "M0CW137"} and {@code "1/3"} or {@code "2/3"}; empty
   * if either is something else.
   */
  public static Optional<LrFhss> parse(String dataRate, String codingRate) {
    var match = DATA_RATE.matcher(dataRate);
    if (!match.matches() || Integer.parseInt(match.group(1)) == 0) {
      return Optional.empty();
    }
    return Rate.of(codingRate)
        .map(rate -> new LrFhss(1000 * Integer.parseInt(match.group(1)), rate));
  }

  /** As in {@code "M0CW137"}: mode and width in kHz. */
  public String dataRate() {
    return "M0CW" + channelWidthHz / 1000;
  }

  /** As {@link #dataRate()}. */
  @Override
  public String toString() {
    return dataRate();
  }
}
