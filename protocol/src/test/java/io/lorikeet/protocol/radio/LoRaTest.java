package io.lorikeet.protocol.radio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoRaTest {

  @ParameterizedTest
  @CsvSource({
    "SF7BW125, 4/5, 7, 125000, CR_4_5",
    "SF12BW500, 4/6, 12, 500000, CR_4_6",
    "SF5BW250, 4/7, 5, 250000, CR_4_7",
    "SF9BW125, 4/8, 9, 125000, CR_4_8",
    "SF9BW125, 2/3, 9, 125000, CR_4_6",
    "SF9BW125, 1/2, 9, 125000, CR_4_8"
  })
  void isReadAndPrintedAsPacketForwardersDo(
      String dataRate, String codingRate, int sf, int bandwidth, CodingRate expected) {
    var lora = LoRa.parse(dataRate, codingRate);

    assertThat(lora).isEqualTo(new LoRa(sf, bandwidth, expected));
    assertThat(lora.dataRate()).isEqualTo(dataRate);
    assertThat(CodingRate.of(lora.codingRate().toString())).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "SF7", "SF4BW125", "SF13BW125", "SF7BW0", "sf7bw125", "SF7BW125 ", "50000"})
  void isNotReadFromAnythingElse(String dataRate) {
    assertThatThrownBy(() -> LoRa.parse(dataRate, "4/5"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OFF", "4/9", "5/4"})
  void isNotReadWithAnotherCodingRate(String codingRate) {
    assertThatThrownBy(() -> LoRa.parse("SF7BW125", codingRate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("coding rate");
  }

  @ParameterizedTest
  @CsvSource({"7, 125000, -7.5", "12, 125000, -20", "7, 250000, -4.5", "12, 500000, -14"})
  void needsLessSignalTheSlowerItIs(int sf, int bandwidth, double snr) {
    assertThat(LoRa.of(sf, bandwidth).requiredSnr()).isEqualTo(snr);
  }

  @Test
  void fskIsPrintedAsItsBitRate() {
    assertThat(new Fsk(50_000)).hasToString("50000");
    assertThatThrownBy(() -> new Fsk(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
