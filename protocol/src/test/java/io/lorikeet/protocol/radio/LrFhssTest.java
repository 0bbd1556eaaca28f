package io.lorikeet.protocol.radio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LrFhssTest {

  @ParameterizedTest
  @CsvSource({
    "M0CW137, 1/3, 137000, ONE_THIRD",
    "M0CW336, 2/3, 336000, TWO_THIRDS",
    "M0CW1523, 4/6, 1523000, TWO_THIRDS"
  })
  void isReadAndPrintedAsPacketForwardersDo(
      String dataRate, String codingRate, int width, LrFhss.Rate rate) {
    var read = LrFhss.parse(dataRate, codingRate);

    assertThat(read).contains(new LrFhss(width, rate));
    assertThat(read.orElseThrow().dataRate()).isEqualTo(dataRate);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M0CW", "M1CW137", "M0CW00", "SF7BW125", "M0CW123456"})
  void isNotReadFromAnythingElse(String dataRate) {
    assertThat(LrFhss.parse(dataRate, "1/3")).isEmpty();
    assertThat(LrFhss.parse("M0CW137", "4/5")).isEmpty();
  }
}
