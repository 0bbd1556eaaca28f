package io.lorikeet.protocol.radio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeOnAirTest {

  /** Data rate, coding rate, bytes, microseconds with CRC and without. */
  @ParameterizedTest
  @CsvSource({
    "SF7BW125, 4/5, 13, 46336, 41216",
    "SF7BW125, 4/5, 23, 61696, 56576",
    "SF7BW125, 4/5, 33, 71936, 71936",
    "SF7BW125, 4/5, 64, 118016, 118016",
    "SF7BW125, 4/5, 235, 368896, 368896",
    "SF7BW125, 4/5, 255, 399616, 394496",
    "SF8BW125, 4/5, 13, 82432, 82432",
    "SF8BW125, 4/5, 64, 215552, 205312",
    "SF8BW125, 4/5, 138, 399872, 399872",
    "SF8BW125, 4/5, 255, 707072, 696832",
    "SF9BW125, 4/5, 13, 164864, 144384",
    "SF9BW125, 4/5, 66, 390144, 390144",
    "SF9BW125, 4/5, 128, 676864, 676864",
    "SF10BW125, 4/5, 13, 288768, 288768",
    "SF10BW125, 4/5, 24, 370688, 370688",
    "SF10BW125, 4/5, 64, 698368, 698368",
    "SF11BW125, 4/5, 13, 577536, 577536",
    "SF11BW125, 4/5, 36, 987136, 987136",
    "SF11BW125, 4/5, 64, 1560576, 1478656",
    "SF12BW125, 4/5, 12, 1155072, 991232",
    "SF12BW125, 4/5, 17, 1318912, 1155072",
    "SF12BW125, 4/5, 33, 1810432, 1810432",
    "SF12BW125, 4/5, 64, 2793472, 2793472",
    "SF7BW250, 4/5, 13, 23168, 20608",
    "SF7BW250, 4/5, 255, 199808, 197248",
    "SF8BW500, 4/5, 64, 53888, 51328",
    "SF12BW500, 4/5, 66, 616448, 616448",
    "SF12BW500, 4/5, 33, 411648, 411648",
    "SF9BW500, 4/5, 255, 312576, 312576",
    "SF7BW500, 4/5, 17, 12864, 11584",
    "SF10BW125, 4/8, 20, 493568, 428032"
  })
  void ofLoRaIsThatOfTheTransceivers(
      String dataRate, String codingRate, int bytes, long withCrc, long withoutCrc) {
    var modulation = LoRa.parse(dataRate, codingRate);

    assertThat(TimeOnAir.micros(modulation, bytes, true)).isEqualTo(withCrc);
    assertThat(TimeOnAir.micros(modulation, bytes, false)).isEqualTo(withoutCrc);
  }

  @ParameterizedTest
  @CsvSource({"13, 24192", "64, 67712"})
  void ofSf6FollowsTheNewerTransceivers(int bytes, long micros) {
    assertThat(TimeOnAir.micros(LoRa.of(6, 125_000), bytes, true)).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({"13, 3840", "64, 12000", "255, 42560"})
  void ofFskAlwaysHasACrc(int bytes, long micros) {
    assertThat(TimeOnAir.micros(new Fsk(50_000), bytes, true)).isEqualTo(micros);
    assertThat(TimeOnAir.micros(new Fsk(50_000), bytes, false)).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({
    "1/3, 13, 1519616",
    "1/3, 14, 1622016",
    "1/3, 55, 3670016",
    "2/3, 13, 876544",
    "2/3, 14, 978944",
    "2/3, 55, 2002944"
  })
  void ofLrFhssIsHeadersAndHops(String codingRate, int bytes, long micros) {
    for (String dataRate : new String[] {"M0CW137", "M0CW336", "M0CW1523"}) {
      var modulation = LrFhss.parse(dataRate, codingRate).orElseThrow();
      assertThat(TimeOnAir.micros(modulation, bytes, true)).isEqualTo(micros);
    }
  }
}
