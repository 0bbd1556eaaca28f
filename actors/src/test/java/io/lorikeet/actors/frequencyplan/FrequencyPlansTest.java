package io.lorikeet.actors.frequencyplan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.region.CfList;
import io.lorikeet.protocol.region.Channel;
import io.lorikeet.protocol.region.DwellTime;
import io.lorikeet.protocol.region.FrequencyPlan;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrequencyPlansTest {

  private static final Config DEFAULTS = ConfigFactory.parseResources("reference.conf");
  private static final FrequencyPlans PLANS = FrequencyPlans.load(DEFAULTS.resolve());

  @TempDir private Path directory;

  static List<FrequencyPlan> builtIn() {
    return List.copyOf(PLANS.all());
  }

  @Test
  void thoseOfTheThingsNetworkAreThere() {
    // 70 of its 71 are in regions that we know, and five are for the other plans of China.
    assertThat(PLANS.all()).hasSize(75);
    assertThat(PLANS.named("us_902_928_fsb_2")).isPresent();
    assertThat(PLANS.named("MA_869_870_DRAFT")).isEmpty();
  }

  @Test
  void everyRegionHasOneThatBearsItsName() {
    for (var region : Region.all()) {
      assertThat(PLANS.named(region.name()).orElseThrow().regionName()).isEqualTo(region.name());
    }
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void tellADeviceAllItsChannels(FrequencyPlan plan) {
    var channels = plan.deviceChannels();
    for (var revision : Revision.values()) {
      var region = PLANS.region(plan.id(), revision);
      assertThat(plan.enabledChannels()).allMatch(index -> index < channels.size());
      for (int index : plan.enabledChannels()) {
        var channel = channels.get(index);
        region.dataRate(channel.minDataRate());
        assertThat(region.allowsChannelAt(channel.frequencyHz())).isTrue();
        // The gateways may answer there.
        assertThat(region.subBandOf(region.rx1Frequency(channel.frequencyHz()))).isPresent();
      }
      region.dataRate(region.rx2DataRate());
      var all = Set.copyOf(plan.enabledChannels());
      assertThat(region.channelMasks(all, all)).isEmpty();
    }
  }

  @Test
  void europeHasItsFiveMoreChannels() {
    var plan = PLANS.named("EU868").orElseThrow();

    assertThat(plan.id()).isEqualTo("EU_863_870");
    assertThat(plan.cfList(Revision.DEFAULT))
        .isEqualTo(Payload.ofHex("184f84e85684b85e84886684586e8400"));
    assertThat(plan.enabledChannels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(plan.region(Revision.DEFAULT).rx2DataRate()).isZero();
    assertThat(PLANS.region("EU_863_870_TTN", Revision.DEFAULT).rx2DataRate()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"RP001-1.0.2B, ''", "RP001-1.0.3A, 00ff0000000000000200000000000001"})
  void aSubBandOfUs915IsToldByMasksToThoseWhoKnowThem(String revision, String cfList) {
    var plan = PLANS.named("US915").orElseThrow();

    assertThat(plan.cfList(Revision.parse(revision).orElseThrow()))
        .isEqualTo(Payload.ofHex(cfList));
    assertThat(plan.enabledChannels()).containsExactly(8, 9, 10, 11, 12, 13, 14, 15, 65);
  }

  @Test
  void plansSayWhatTheyDoAnotherWay() {
    assertThat(PLANS.region("AS_923_DT", Revision.DEFAULT).dwell())
        .isEqualTo(new DwellTime(true, true));
    assertThat(PLANS.region("AS_923_NDT", Revision.DEFAULT).dwell())
        .isEqualTo(new DwellTime(false, false));
    assertThat(PLANS.region("AS_920_923_TTN_AU", Revision.DEFAULT).maxEirp()).isEqualTo(30);
    assertThat(PLANS.region("UZ_923_1", Revision.DEFAULT).rx2Frequency()).isEqualTo(926_200_000);
    assertThat(PLANS.region("SG_920_923_TTN", Revision.DEFAULT).subBandOf(923_400_000))
        .hasValueSatisfying(band -> assertThat(band.dutyCycle()).isEqualTo(0.1));
  }

  @Test
  void anOperatorAddsPlansAndReplacesThem() throws IOException {
    write(
        "mine.conf",
        """
        EU_MINE {
          description = "One channel more"
          also = [mine]
          region = EU868
          uplink = [868100000, { frequency = 865100000, min-data-rate = 0, max-data-rate = 3 }]
          rx2 { data-rate = 3 }
          sub-bands = [{ from = 865000000, to = 868500000, duty-cycle = 0.02 }]
        }
        US_902_928_FSB_2 { region = US915, uplink = [902300000] }
        """);
    write("more.json", "{\"EU_JSON\": {\"region\": \"EU868\", \"uplink\": [868300000]}}");
    write("README.md", "not a plan");
    var plans = plans();

    var mine = plans.named("Mine").orElseThrow();
    assertThat(mine.deviceChannels()).hasSize(4).contains(new Channel(865_100_000, 0, 3));
    assertThat(mine.enabledChannels()).containsExactly(0, 3);
    assertThat(CfList.frequencies(mine.cfList(Revision.DEFAULT), 100))
        .contains(List.of(865_100_000L));
    var region = plans.region("EU_MINE", Revision.DEFAULT);
    assertThat(region.rx2DataRate()).isEqualTo(3);
    assertThat(region.rx2Frequency()).isEqualTo(869_525_000);
    assertThat(region.subBands()).hasSize(1);
    assertThat(plans.get("US_902_928_FSB_2").enabledChannels()).containsExactly(0);
    assertThat(plans.named("EU_JSON")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X = 7 | X is no object",
        "X { region = EU999, uplink = [1] } | X.region",
        "X { uplink = [868100000] } | X.region",
        "X { region = EU868 } | X.uplink",
        "X { region = EU868, uplink = [] } | X.uplink",
        "X { region = EU868, uplink = [915000000] } | X.uplink: 915000000 Hz is outside EU868",
        "X { region = EU868, uplink = [868100001] } | X.uplink: 868100001 Hz",
        "X { region = EU868, uplink = [yes] } | X.uplink",
        "X { region = EU868, uplink = [868100000], uplinks = [] } | X.uplinks: is no field",
        "X { region = EU868, uplink = [868100000], rx2 { data-rate = 17 } } | X.rx2: data rate 17",
        "X { region = EU868, uplink = [868100000], max-eirp = much } | X.max-eirp",
        "X { region = EU868, uplink = [868100000], dwell-time { uplink = 3 } } | X.dwell-time",
        "X { region = EU868, uplink = [868100000], fsk { frequency = 1 } } | X.fsk",
        "X { region = EU868, uplink = [868100000], sub-bands = [{ to = 1 }] } | X.sub-bands",
        "X { region = US915, uplink = [902400000] } | X.uplink: none is a channel of US915",
        "X { | wrong.conf"
      })
  void aWrongFileIsNamedWithItsField(String content, String message) throws IOException {
    write("wrong.conf", content);

    assertThatThrownBy(this::plans)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wrong.conf")
        .hasMessageContaining(message);
  }

  @Test
  void twoFilesWithTheSamePlanAreRefused() throws IOException {
    write("a.conf", "X { region = EU868, uplink = [868100000] }");
    write("b.conf", "X { region = EU868, uplink = [868300000] }");

    assertThatThrownBy(this::plans).hasMessageContaining("a.conf").hasMessageContaining("b.conf");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    directory = directory.resolve("nowhere");

    assertThatThrownBy(this::plans).hasMessageContaining("nowhere");
  }

  @Test
  void aPlanThatIsGoneIsNamed() {
    assertThatThrownBy(() -> PLANS.get("EU_GONE"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("EU_GONE");
  }

  private FrequencyPlans plans() {
    return FrequencyPlans.load(
        DEFAULTS
            .withValue(
                "lorikeet.frequency-plans.directory",
                ConfigValueFactory.fromAnyRef(directory.toString()))
            .resolve());
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }
}
