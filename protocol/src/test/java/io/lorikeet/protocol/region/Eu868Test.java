package io.lorikeet.protocol.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Vectors;
import io.lorikeet.protocol.radio.CodingRate;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.Modulation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row by row against {@code region-eu868.json}. */
class Eu868Test {

  private static final JsonNode TABLE = Vectors.file("region-eu868.json");
  private static final Region EU868 = Region.EU868;

  /** Beyond it is LR-FHSS, which we do not speak. */
  private static final int LAST_DATA_RATE = 7;

  @Test
  void isFoundByBothItsNames() {
    assertThat(Region.named("EU868")).contains(EU868);
    assertThat(Region.named("EU_863_870")).contains(EU868);
    assertThat(Region.named("EU999")).isEmpty();
  }

  @Test
  void hasTheDataRates() {
    for (int i = 0; i <= LAST_DATA_RATE; i++) {
      var expected = modulation(TABLE.get("data_rates").get(String.valueOf(i)));
      assertThat(EU868.dataRate(i)).isEqualTo(expected);
      assertThat(EU868.indexOf(expected, true)).hasValue(i);
      assertThat(EU868.indexOf(expected, false)).hasValue(i);
    }
    assertThat(EU868.maxAdrDataRate()).isEqualTo(TABLE.get("max_adr_data_rate").asInt());
    assertThat(EU868.minAdrDataRate()).isZero();
  }

  @Test
  void findsADataRateWhateverItsCodingRate() {
    assertThat(EU868.indexOf(new LoRa(7, 125_000, CodingRate.CR_4_8), true)).hasValue(5);
    assertThat(EU868.indexOf(LoRa.of(7, 500_000), true)).isEmpty();
    assertThat(EU868.indexOf(new Fsk(100_000), true)).isEmpty();
  }

  @Test
  void refusesDataRatesAndOffsetsItDoesNotHave() {
    for (int wrong : new int[] {-1, LAST_DATA_RATE + 1}) {
      refused(() -> EU868.dataRate(wrong));
      refused(() -> EU868.maxPayload(wrong));
      refused(() -> EU868.rx1DataRate(wrong, 0));
      refused(() -> EU868.rx1DataRate(0, wrong));
    }
  }

  @Test
  void hasTheMaximumPayloads() {
    for (int i = 0; i <= LAST_DATA_RATE; i++) {
      var row = TABLE.get("max_payload").get(String.valueOf(i));
      assertThat(EU868.maxPayload(i))
          .isEqualTo(new MaxPayload(row.get(0).asInt(), row.get(1).asInt()));
    }
  }

  @Test
  void hasTheDataRatesOfRx1() {
    for (int rate = 0; rate <= LAST_DATA_RATE; rate++) {
      var row = TABLE.get("rx1_dr_table").get(String.valueOf(rate));
      for (int offset = 0; offset < row.size(); offset++) {
        assertThat(EU868.rx1DataRate(rate, offset)).isEqualTo(row.get(offset).asInt());
      }
    }
  }

  @Test
  void hasTheChannelsAndWindows() {
    var channels = new ArrayList<Integer>();
    TABLE.get("default_channels").get("uplink").forEach(row -> channels.add(row.get(0).asInt()));

    assertThat(EU868.defaultChannels()).isEqualTo(channels);
    assertThat(EU868.rx2Frequency()).isEqualTo(TABLE.get("rx2_default").get(0).asInt());
    assertThat(EU868.rx2DataRate()).isEqualTo(TABLE.get("rx2_default").get(1).asInt());
    assertThat(EU868.rx1Frequency(867_300_000)).isEqualTo(867_300_000);
  }

  @Test
  void addsFiveChannelsWhenADeviceJoins() {
    var cfList = EU868.cfList();

    var frequencies =
        IntStream.range(0, 5).mapToObj(i -> (int) LittleEndian.read(cfList, 3 * i, 3) * 100);

    assertThat(frequencies).containsExactlyElementsOf(EU868.addedChannels());
    assertThat(EU868.addedChannels())
        .isEqualTo(List.of(867_100_000, 867_300_000, 867_500_000, 867_700_000, 867_900_000));
    assertThat(cfList.size()).isEqualTo(16);
    assertThat(cfList.at(15)).isEqualTo(TABLE.get("cflist").get("type").asInt());
  }

  @Test
  void hasTheSubBands() {
    var bands = new ArrayList<SubBand>();
    for (var row : TABLE.get("sub_bands")) {
      bands.add(
          new SubBand(
              row.get("min_hz").asInt(),
              row.get("max_hz").asInt(),
              row.get("duty_cycle").asDouble(),
              (float) row.get("max_eirp_dbm").asDouble()));
    }

    assertThat(EU868.subBands()).isEqualTo(bands);
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
  void knowsWhatMayBeSentOnAFrequency(int frequency, double dutyCycle, int power) {
    assertThat(EU868.subBandOf(frequency))
        .hasValueSatisfying(band -> assertThat(band.dutyCycle()).isEqualTo(dutyCycle));
    assertThat(EU868.downlinkPower(frequency)).isEqualTo(power);
  }

  @ParameterizedTest
  @CsvSource({"862999999", "868600000", "869200000", "869650000", "870000000", "915000000"})
  void letsNobodySendBetweenTheSubBands(int frequency) {
    assertThat(EU868.subBandOf(frequency)).isEmpty();
  }

  @Test
  void hasThePowersOfDevices() {
    var offsets = new ArrayList<Integer>();
    TABLE.get("tx_power").get("recommended_offsets_db").forEach(row -> offsets.add(row.asInt()));

    assertThat(EU868.txPowerOffsets()).isEqualTo(offsets);
    assertThat(EU868.maxEirp()).isEqualTo(TABLE.get("tx_power").get("max_eirp_dbm").asInt());
  }

  private static void refused(Runnable attempt) {
    assertThatThrownBy(attempt::run).isInstanceOf(IllegalArgumentException.class);
  }

  private static Modulation modulation(JsonNode row) {
    return row.get("modulation").asText().equals("FSK")
        ? new Fsk(row.get("bit_rate").asInt())
        : new LoRa(
            row.get("sf").asInt(),
            row.get("bw_hz").asInt(),
            CodingRate.of(row.get("cr").asText()).orElseThrow());
  }
}
