package io.lorikeet.gatewaybridge.semtech;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code datr} of LoRa: {@code SF5BW125} to {@code SF12BW500}, and the 812 kHz of 2.4 GHz. All 32
 * are made once, so that reading one is a look-up.
 */
record DataRateText(int spreadingFactor, int bandwidthHz) {

  private static final Map<String, DataRateText> ALL =
      IntStream.rangeClosed(5, 12)
          .boxed()
          .flatMap(sf -> Stream.of(125, 250, 500, 812).map(bw -> new DataRateText(sf, bw * 1000)))
          .collect(
              Collectors.toUnmodifiableMap(
                  rate -> "SF" + rate.spreadingFactor + "BW" + rate.bandwidthHz / 1000,
                  rate -> rate));

  static Optional<DataRateText> of(String text) {
    return Optional.ofNullable(ALL.get(text));
  }
}
