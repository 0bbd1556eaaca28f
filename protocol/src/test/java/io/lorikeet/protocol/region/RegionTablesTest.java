package io.lorikeet.protocol.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Vectors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every region in every revision, row by row against {@code regions.json}. */
class RegionTablesTest {

  private static final JsonNode FILE = Vectors.file("regions.json");

  /** Its data rates had other numbers before: nobody serves that. */
  private static final Revision FIRST_AU915 = Revision.RP001_1_0_2B;

  static Stream<Arguments> regions() {
    var rows = new ArrayList<Arguments>();
    FILE.get("plans")
        .fields()
        .forEachRemaining(
            plan -> {
              var name = plan.getKey().equals("CN470_RP001") ? "CN470" : plan.getKey();
              for (var text : plan.getValue().get("revisions")) {
                var revision = Revision.parse(text.asText()).orElseThrow();
                if (!name.equals("AU915") || revision.since(FIRST_AU915)) {
                  var region = Region.named(name, revision).orElseThrow();
                  rows.add(Arguments.of(region, revision, plan.getValue()));
                }
              }
            });
    return rows.stream();
  }

  @Test
  void allThereAreAreListed() {
    assertThat(Region.all()).hasSameSizeAs(FILE.get("plans"));
    var order = texts(FILE.get("revision_order"));
    assertThat(Revision.values()).extracting(Revision::toString).isEqualTo(order);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsNames(Region region, Revision revision, JsonNode plan) {
    assertThat(region.revision()).isEqualTo(revision);
    assertThat(Region.named(plan.get("ttn_id").asText(), revision)).contains(region);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsChannels(Region region, Revision revision, JsonNode plan) {
    int slowest = revision == Revision.RP002_1_0_0 && region.name().startsWith("CN470") ? 0 : -1;
    assertThat(region.uplinkChannels())
        .isEqualTo(channels(plan.get("default_channels").get("uplink"), slowest));
    assertThat(region.downlinkChannels())
        .isEqualTo(channels(plan.get("default_channels").get("downlink"), slowest));
    assertThat(region.hasDynamicChannels()).isEqualTo(plan.get("kind").asText().equals("dynamic"));
    assertThat(region.maxChannels()).isEqualTo(plan.get("max_channels").asInt());
    assertThat(region.frequencyStep()).isEqualTo(plan.get("freq_step_hz").asLong());
    if (plan.has("freq_range_hz")) {
      long low = plan.get("freq_range_hz").get(0).asLong();
      long high = plan.get("freq_range_hz").get(1).asLong();
      assertThat(region.allowsChannelAt(low)).isTrue();
      assertThat(region.allowsChannelAt(low - 1)).isFalse();
      assertThat(region.allowsChannelAt(high)).isTrue();
      assertThat(region.allowsChannelAt(high + 1)).isFalse();
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void letsDevicesJoin(Region region, Revision revision, JsonNode plan) {
    var join = plan.get("join");
    var rates = new TreeSet<>(integers(join.get("data_rates")));
    if (revision == Revision.RP002_1_0_0 && region.name().startsWith("CN470")) {
      rates.add(0); // it went with RP002-1.0.1
    }
    assertThat(new TreeSet<>(region.joinDataRates())).isEqualTo(rates);
    if (join.path("freqs_hz").isArray()) {
      assertThat(region.defaultChannels()).isEqualTo(longs(join.get("freqs_hz")));
    }
    if (join.has("table")) {
      assertThat(region.joinChannels()).hasSameSizeAs(join.get("table"));
      for (var row : join.get("table")) {
        long uplink = row.get("uplink_hz").asLong();
        assertThat(region.joinChannels())
            .anyMatch(its -> its.index() == row.get("index").asInt() && its.uplinkHz() == uplink);
        assertThat(region.joinRx1Frequency(uplink)).isEqualTo(row.get("rx1_hz").asLong());
      }
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsDataRates(Region region, Revision revision, JsonNode plan) {
    var history = newest(plan.get("dr_history"), revision).asText();
    var present = new TreeSet<Integer>();
    for (var word : history.split(" ")) {
      var index = Integer.parseInt(word.substring(0, word.indexOf(':')));
      present.add(index);
      assertThat(Rows.brief(region.dataRate(index)))
          .isEqualTo(word.substring(word.indexOf(':') + 1));
      var row = plan.get("data_rates").get(String.valueOf(index));
      if (row != null) {
        var modulation = Rows.modulation(row);
        assertThat(region.dataRate(index)).isEqualTo(modulation);
        for (boolean uplink : new boolean[] {true, false}) {
          boolean sent = row.get(uplink ? "uplink" : "downlink").asBoolean();
          assertThat(region.dataRateIndices(uplink).contains(index)).isEqualTo(sent);
          if (sent) {
            assertThat(region.indexOf(modulation, uplink)).hasValue(index);
          }
        }
      }
    }
    for (int index = -1; index <= 16; index++) {
      int rate = index;
      if (!present.contains(rate)) {
        refused(() -> region.dataRate(rate));
        refused(() -> region.maxPayload(rate));
        refused(() -> region.rx1DataRate(rate, 0));
      }
    }
    if (plan.get("max_adr_data_rate").isInt()) {
      assertThat(region.maxAdrDataRate()).isEqualTo(plan.get("max_adr_data_rate").asInt());
    }
    assertThat(region.minAdrDataRate()).isEqualTo(present.first());
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsMaximumPayloads(Region region, Revision revision, JsonNode plan) {
    plan.get("max_payload")
        .fields()
        .forEachRemaining(
            table -> {
              boolean dwell = table.getKey().startsWith("dwell");
              boolean repeater = table.getKey().endsWith("repeater");
              var as = payloadsOf(region, revision, dwell, repeater);
              newest(table.getValue(), as)
                  .fields()
                  .forEachRemaining(
                      row -> {
                        int rate = Integer.parseInt(row.getKey());
                        int size = row.getValue().asInt();
                        assertThat(region.maxPayload(rate, dwell, repeater))
                            .as("data rate %d of %s", rate, table.getKey())
                            .isEqualTo(new MaxPayload(size, Math.max(size - 8, 0)));
                      });
            });
  }

  /** The tables of AU915 with dwell time were only complete with RP002: it is taken from there. */
  private static Revision payloadsOf(
      Region region, Revision revision, boolean dwell, boolean repeater) {
    if (!region.name().equals("AU915") || !dwell || revision.since(Revision.RP002_1_0_0)) {
      return revision;
    }
    return repeater ? Revision.RP002_1_0_0 : Revision.RP001_1_0_3A;
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsDataRatesOfRx1(Region region, Revision revision, JsonNode plan) {
    plan.get("rx1_dr_table")
        .fields()
        .forEachRemaining(
            table -> {
              boolean dwell = !table.getKey().equals("no_dwell");
              var rows = rx1Rows(region, revision, table.getValue());
              int widest = 0;
              for (var row : rows.entrySet()) {
                int rate = Integer.parseInt(row.getKey());
                int count = row.getValue().size();
                widest = Math.max(widest, count);
                for (int offset = 0; offset < count; offset++) {
                  assertThat(region.rx1DataRate(rate, offset, dwell))
                      .as("RX1 of data rate %d, offset %d, %s", rate, offset, table.getKey())
                      .isEqualTo(row.getValue().get(offset).asInt());
                }
                refused(() -> region.rx1DataRate(rate, count, dwell));
                refused(() -> region.rx1DataRate(rate, -1, dwell));
              }
              assertThat(region.maxRx1Offset()).isEqualTo(widest - 1);
            });
  }

  /**
   * What is recommended for RP002 holds for it where the file's history repeats an error of its
   * source: data rate 6 of IN865, which is none, and data rate 0 of CN470 since RP002-1.0.1.
   */
  private static Map<String, JsonNode> rx1Rows(Region region, Revision revision, JsonNode table) {
    boolean corrected =
        region.name().equals("IN865") && revision.since(Revision.RP002_1_0_0)
            || region.name().startsWith("CN470_") && revision.since(Revision.RP002_1_0_1);
    var rows =
        table.path("history").isObject() && !corrected
            ? newest(table.get("history"), revision)
            : table.get("recommended_rp002");
    var found = new LinkedHashMap<String, JsonNode>();
    rows.fields().forEachRemaining(row -> found.put(row.getKey(), row.getValue()));
    return found;
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsWindows(Region region, Revision revision, JsonNode plan) {
    assertThat(region.rx2Frequency()).isEqualTo(plan.get("rx2_default").get(0).asLong());
    assertThat(region.rx2DataRate()).isEqualTo(plan.get("rx2_default").get(1).asInt());
    var down = region.downlinkChannels();
    for (int index = 0; index < region.uplinkChannels().size(); index++) {
      long uplink = region.uplinkChannels().get(index).frequencyHz();
      assertThat(region.rx1Frequency(uplink))
          .isEqualTo(
              region.hasDynamicChannels() ? uplink : down.get(index % down.size()).frequencyHz());
      assertThat(region.rx1Frequency(uplink + 3))
          .as("a clock that is off")
          .isBetween(region.rx1Frequency(uplink), region.rx1Frequency(uplink) + 3);
    }
    var byJoin = plan.path("rx2_by_join_channel");
    for (int i = 0; i < region.joinChannels().size(); i++) {
      var expected =
          StreamSupport.stream(byJoin.spliterator(), false)
              .filter(JsonNode::isArray)
              .findFirst()
              .orElse(null);
      var channel = region.joinChannels().get(i);
      assertThat(region.joinRx2Frequency(channel.uplinkHz()))
          .isEqualTo(expected == null ? byJoin.get("otaa_hz").asLong() : expected.get(i).asLong());
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsPowers(Region region, Revision revision, JsonNode plan) {
    var power = plan.get("tx_power");
    assertThat(region.txPowerOffsets())
        .isEqualTo(integers(newest(power.get("offsets_db"), revision)));
    var most =
        power.has("max_eirp_history")
            ? newest(power.get("max_eirp_history"), revision)
            : power.get("max_eirp_dbm");
    assertThat(region.maxEirp()).isEqualTo(most.asDouble());
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsSubBandsAndDwellTime(Region region, Revision revision, JsonNode plan) {
    var bands = plan.get("sub_bands");
    assertThat(region.subBands()).hasSameSizeAs(bands);
    for (int i = 0; i < bands.size(); i++) {
      var band = region.subBands().get(i);
      assertThat(band.lowHz()).isEqualTo(bands.get(i).get("min_hz").asLong());
      // The edge itself belongs to the band where channels lie on it.
      assertThat(bands.get(i).get("max_hz").asLong()).isBetween(band.highHz() - 1, band.highHz());
      assertThat(band.dutyCycle()).isEqualTo(bands.get(i).get("duty_cycle").asDouble());
      assertThat(band.maxEirpDbm()).isEqualTo((float) bands.get(i).get("max_eirp_dbm").asDouble());
    }
    for (var channel : region.downlinkChannels()) {
      assertThat(region.subBandOf(channel.frequencyHz())).isPresent();
    }
    assertThat(region.subBandOf(region.rx2Frequency())).isPresent();
    var boot = newest(plan.get("dwell_time").get("boot"), revision);
    if (boot.get(0).isBoolean()) {
      assertThat(region.dwell())
          .isEqualTo(new DwellTime(boot.get(0).asBoolean(), boot.get(1).asBoolean()));
    }
    // It was not there for AU915 before RP001-1.0.3A.
    boolean later = !region.name().equals("AU915") || revision.since(Revision.RP001_1_0_3A);
    assertThat(region.usesTxParamSetup())
        .isEqualTo(plan.get("tx_param_setup").asBoolean() && later);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void hasItsBeaconsAndPingSlots(Region region, Revision revision, JsonNode plan) {
    var beacon = region.classB(0).beacon();
    var expected = plan.get("beacon");
    assertThat(beacon.dataRate()).isEqualTo(expected.get("dr_and_freqs").get(0).asInt());
    assertThat(beacon.frequenciesHz()).isEqualTo(longs(expected.get("dr_and_freqs").get(1)));
    assertThat(beacon.size()).isEqualTo(expected.get("size").asInt());
    var fields = expected.get("fields").asText();
    assertThat(fields).contains("RFU1(" + beacon.leadingBytes() + ")");
    assertThat(fields.contains("RFU2")).isEqualTo(beacon.trailingBytes() > 0);

    var slot = region.classB(0).pingSlot();
    assertThat(slot.dataRate()).isEqualTo(plan.get("ping_slot").get("dr").asInt());
    assertThat(slot.frequenciesHz()).isEqualTo(longs(plan.get("ping_slot").get("freqs_hz")));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("regions")
  void tellsChannelsInAJoinAcceptIfTheRevisionCan(Region region, Revision revision, JsonNode plan) {
    int type = plan.get("cflist").get("type").asInt();
    assertThat(type).isEqualTo(region.hasDynamicChannels() ? 0 : 1);
    var known = new ArrayList<>(region.uplinkChannels());
    if (type == 0) {
      long added = known.get(0).frequencyHz() + 2000 * region.frequencyStep();
      known.add(new Channel(added, 0, 5));
      var list = region.cfList(known, indices(known));
      assertThat(CfList.frequencies(list, region.frequencyStep())).contains(List.of(added));
      assertThat(region.cfList(region.uplinkChannels(), indices(region.uplinkChannels())).isEmpty())
          .isTrue();
      return;
    }
    var list = region.cfList(known, indices(known));
    if (revision.since(Revision.RP001_1_0_3A)) {
      assertThat(CfList.channels(list)).contains(indices(known));
    } else {
      assertThat(list.isEmpty()).isTrue();
    }
  }

  @Test
  void knowsThePowersOfTxParamSetup() {
    var table = integers(FILE.get("eirp_table_tx_param_setup_dbm"));
    for (int index = 0; index < table.size(); index++) {
      assertThat(Region.eirp(index)).isEqualTo(table.get(index));
      assertThat(Region.eirpIndex(table.get(index))).isEqualTo(index);
      assertThat(Region.eirpIndex(table.get(index) + 0.9)).isEqualTo(index);
    }
    assertThat(Region.eirpIndex(0)).isZero();
  }

  /** The entry of the newest revision that is not after this one, or the oldest there is. */
  private static JsonNode newest(JsonNode history, Revision revision) {
    JsonNode found = null;
    for (var it = history.fields(); it.hasNext(); ) {
      var entry = it.next();
      var from = Revision.parse(entry.getKey()).orElseThrow();
      if (found == null || revision.since(from)) {
        found = entry.getValue();
      }
    }
    return found;
  }

  private static List<Channel> channels(JsonNode rows, int slowest) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row ->
                new Channel(
                    row.get(0).asLong(),
                    slowest < 0 ? row.get(1).asInt() : slowest,
                    row.get(2).asInt()))
        .toList();
  }

  private static TreeSet<Integer> indices(Collection<Channel> channels) {
    return IntStream.range(0, channels.size()).collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }

  private static List<Integer> integers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }

  private static List<Long> longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asLong).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static void refused(Runnable attempt) {
    assertThatThrownBy(attempt::run).isInstanceOf(IllegalArgumentException.class);
  }
}
