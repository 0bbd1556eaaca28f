package io.lorikeet.protocol.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.radio.CodingRate;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is special in Europe; its tables are in {@link RegionTablesTest}. */
class Eu868Test {

  private static final Region EU868 = Region.EU868;

  @Test
  void isFoundByBothItsNames() {
    assertThat(Region.named("EU868")).contains(EU868);
    assertThat(Region.named("EU_863_870")).contains(EU868);
    assertThat(Region.named("eu868")).contains(EU868);
    assertThat(Region.named("EU999")).isEmpty();
  }

  @Test
  void findsADataRateWhateverItsCodingRate() {
    assertThat(EU868.indexOf(new LoRa(7, 125_000, CodingRate.CR_4_8), true)).hasValue(5);
    assertThat(EU868.indexOf(LoRa.of(7, 500_000), true)).isEmpty();
    assertThat(EU868.indexOf(new Fsk(100_000), true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "863000000, 0.001, 14",
    "867100000, 0.01, 14",
    "868100000, 0.01, 14",
    "868800000, 0.001, 14",
    "869525000, 0.1, 27",
    "869850000, 0.01, 14"
  })
  void knowsWhatMayBeSentOnAFrequency(long frequency, double dutyCycle, int power) {
    assertThat(EU868.subBandOf(frequency))
        .hasValueSatisfying(band -> assertThat(band.dutyCycle()).isEqualTo(dutyCycle));
    assertThat(EU868.downlinkPower(frequency)).isEqualTo(power);
  }

  @ParameterizedTest
  @CsvSource({"862999999", "868600000", "869200000", "869650000", "870000000", "915000000"})
  void letsNobodySendBetweenTheSubBands(long frequency) {
    assertThat(EU868.subBandOf(frequency)).isEmpty();
  }
}
