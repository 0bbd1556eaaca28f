package io.lorikeet.protocol.radio;

import java.util.regex.Pattern;

/**
 * LoRa.
 *
 * @param spreadingFactor 5 to 12
 * @param bandwidthHz above 0, usually 125,000, 250,000 or 500,000
 */
public record LoRa(int spreadingFactor, int bandwidthHz, CodingRate codingRate)
    implements Modulation {

  private static final Pattern DATA_RATE = Pattern.compile("SF(\\d{1,2})BW(\\d{1,4})");

  /** SNR in dB that SF5 needs in 125 kHz; each further spreading factor needs 2.5 dB less. */
  private static final double FLOOR_OF_SF5 = -2.5;

  public LoRa {
    if (spreadingFactor < 5 || spreadingFactor > 12) {
      throw new IllegalArgumentException(
          "spreading factor: " + spreadingFactor + " (expected: 5 to 12)");
    }
    if (bandwidthHz <= 0) {
      throw new IllegalArgumentException("bandwidth: " + bandwidthHz + " Hz (expected: above 0)");
    }
  }

  /** With the coding rate of LoRaWAN, 4/5. */
  public static LoRa of(int spreadingFactor, int bandwidthHz) {
    return new LoRa(spreadingFactor, bandwidthHz, CodingRate.CR_4_5);
  }

  /**
   * Reads what packet forwarders write: {@code "SF7BW125"} and {@code "4/5"}.
   *
   * @throws IllegalArgumentException if either is something else
   */
  public static LoRa parse(String dataRate, String codingRate) {
    var match = DATA_RATE.matcher(dataRate);
    if (!match.matches()) {
      throw new IllegalArgumentException("data rate: " + dataRate + " (expected: SF7BW125)");
    }
    var rate =
        CodingRate.of(codingRate)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "coding rate: " + codingRate + " (expected: 4/5 to 4/8)"));
    return new LoRa(
        Integer.parseInt(match.group(1)), 1000 * Integer.parseInt(match.group(2)), rate);
  }

  /** As in {@code "SF7BW125"}: the data rate without the coding rate. */
  public String dataRate() {
    return "SF" + spreadingFactor + "BW" + bandwidthHz / 1000;
  }

  /** The SNR, in dB, below which nothing is received; twice the bandwidth costs 3 dB. */
  public double requiredSnr() {
    double narrow = FLOOR_OF_SF5 - 2.5 * (spreadingFactor - 5);
    return switch (bandwidthHz) {
      case 250_000 -> narrow + 3;
      case 500_000 -> narrow + 6;
      default -> narrow;
    };
  }

  /** As {@link #dataRate()}. */
  @Override
  public String toString() {
    return dataRate();
  }
}
