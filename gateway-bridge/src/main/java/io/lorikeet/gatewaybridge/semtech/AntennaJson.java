package io.lorikeet.gatewaybridge.semtech;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An element of {@code rsig}: how one antenna of a gateway with several heard a packet.
 *
 * @param antenna counted from 0
 * @param rssi channel power in dBm
 * @param snr in dB
 */
record AntennaJson(int antenna, double rssi, double snr, OptionalLong fineTimestamp) {

  /** More than any gateway has; the rest is passed over. */
  private static final int MAX_ANTENNAS = 16;

  /** Below anything that is measured. */
  private static final double NOT_MEASURED = -1000;

  /**
   * The antenna that heard best, by signal to noise ratio, then by power: a packet stands for one
   * reception, whatever the number of antennas.
   */
  static Optional<AntennaJson> best(JsonParser json) throws IOException {
    Optional<AntennaJson> best = Optional.empty();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return best;
    }
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT || ++count > MAX_ANTENNAS) {
        json.skipChildren();
        continue;
      }
      var next = read(json);
      if (next.rssi > NOT_MEASURED && best.map(next::beats).orElse(true)) {
        best = Optional.of(next);
      }
    }
    return best;
  }

  private boolean beats(AntennaJson other) {
    return snr > other.snr || (snr == other.snr && rssi > other.rssi);
  }

  private static AntennaJson read(JsonParser json) throws IOException {
    int antenna = 0;
    double channelRssi = NOT_MEASURED;
    double signalRssi = NOT_MEASURED;
    double snr = 0;
    var fine = OptionalLong.empty();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "ant" -> antenna = (int) LimitedJson.integer(json, 0, 255).orElse(0);
        case "rssic" -> channelRssi = LimitedJson.number(json).orElse(NOT_MEASURED);
        case "rssis" -> signalRssi = LimitedJson.number(json).orElse(NOT_MEASURED);
        case "lsnr" -> snr = LimitedJson.number(json).orElse(0);
        case "ftime" -> fine = LimitedJson.integer(json, 0, 999_999_999);
        default -> json.skipChildren();
      }
    }
    return new AntennaJson(
        antenna, channelRssi > NOT_MEASURED ? channelRssi : signalRssi, snr, fine);
  }
}
