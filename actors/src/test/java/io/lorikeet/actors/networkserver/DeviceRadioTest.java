package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.actors.networkserver.mac.Negotiation;
import io.lorikeet.actors.networkserver.mac.Negotiation.Desired;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.RxParamSetup.RXParamSetupReq;
import io.lorikeet.protocol.mac.RxTimingSetup;
import io.lorikeet.protocol.region.ChannelMask;
import io.lorikeet.protocol.region.Revision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceRadioTest {

  private static final FrequencyPlans PLANS =
      FrequencyPlans.load(ConfigFactory.parseResources("reference.conf").resolve());
  private static final TestDevice DEVICE = TestDevice.numbered(1);
  private static final LinkSettings SLOW = new LinkSettings(0, 0, 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EU868", "US915", "AU915", "CN470", "IN865", "KR920", "RU864", "EU433", "CN779", "ISM2400"
      })
  void aDeviceThatWasToldItsChannelsIsAskedNothingMore(String plan) {
    var radio = radio(plan, Revision.DEFAULT);

    assertThat(asked(radio, joined(radio, radio.plan().cfList(Revision.DEFAULT)))).isEmpty();
  }

  @Test
  void aDeviceThatCannotBeToldItsChannelsInTheJoinAcceptIsToldByMasks() {
    var radio = radio("US_902_928_FSB_2", Revision.RP001_1_0_2B);
    var joined = joined(radio, Payload.empty());

    assertThat(joined.enabled()).hasSize(72);
    var asked = asked(radio, joined);
    assertThat(asked).isNotEmpty().hasOnlyElementsOfType(LinkADRReq.class);
    Set<Integer> channels = joined.enabled();
    for (var command : asked) {
      var request = (LinkADRReq) command;
      var mask = new ChannelMask(request.chMaskCntl(), request.chMask());
      channels = radio.rules().masks().applied(mask, channels, Set.of()).orElseThrow();
    }
    assertThat(channels).isEqualTo(radio.shared().enabled());
  }

  /**
   * Before 1.0.2 a device refuses a mask without a channel for its data rate, and obeys the rest.
   */
  @ParameterizedTest
  @ValueSource(strings = {"US_902_928_FSB_2", "AU_915_928_FSB_2", "CN_470_510_FSB_11"})
  void aDeviceThatTakesEachMaskAloneAlwaysHasChannelsForItsDataRate(String plan) {
    var radio = old(plan, LorawanVersion.V1_0_1);
    var uses = joined(radio, radio.plan().cfList(radio.profile().revision()));

    var asked = asked(radio, uses);
    assertThat(asked).hasSizeGreaterThan(1).hasOnlyElementsOfType(LinkADRReq.class);
    Set<Integer> channels = uses.enabled();
    for (var command : asked) {
      var mask =
          new ChannelMask(((LinkADRReq) command).chMaskCntl(), ((LinkADRReq) command).chMask());
      channels = radio.rules().masks().applied(mask, channels, Set.of()).orElseThrow();
      assertThat(channels)
          .anyMatch(channel -> radio.region().uplinkChannels().get(channel).minDataRate() <= 0);
    }
    assertThat(channels).isEqualTo(radio.shared().enabled());
  }

  @ParameterizedTest
  @EnumSource(
      value = LorawanVersion.class,
      names = {"V1_0", "V1_0_1"})
  void aDeviceOfBefore102IsToldNothingThatCameLater(LorawanVersion version) {
    for (var plan : List.of("EU868", "US_902_928_FSB_2", "AS_920_923_TTN_AU", "AU_915_928_FSB_2")) {
      var radio = old(plan, version);
      var joined = joined(radio, radio.plan().cfList(radio.profile().revision()));

      assertThat(asked(radio, joined)).allMatch(command -> command.cid() <= RxTimingSetup.CID);
      assertThat(radio.plan().cfList(radio.profile().revision()).toBytes())
          .satisfies(list -> assertThat(list.length == 0 || list[15] == 0).isTrue());
    }
  }

  @Test
  void aDeviceOfBefore102HasTheRegionalParametersOfItsTime() {
    var radio = old("US_902_928_FSB_2", LorawanVersion.V1_0_1);

    assertThat(radio.profile().revision()).isEqualTo(Revision.TS001_1_0_1);
    assertThat(radio.region().txPowerOffsets())
        .isEqualTo(radio("US_902_928_FSB_2", Revision.TS001_1_0_1).region().txPowerOffsets())
        .isNotEqualTo(radio("US_902_928_FSB_2", Revision.DEFAULT).region().txPowerOffsets());
  }

  @Test
  void anRx2ThatTheJoinAcceptCannotSayIsAskedFor() {
    var profile =
        new DeviceProfile(
            DEVICE.id(),
            LorawanVersion.V1_0_4,
            "EU868",
            new DeviceProfile.Settings(1, 0, 3, 868_300_000),
            Optional.empty(),
            MacSettings.DEFAULT,
            DeviceClass.A,
            CounterWidth.BITS_32);
    var radio = radio(profile);
    var joined = joined(radio, radio.plan().cfList(Revision.DEFAULT));

    assertThat(joined.windows().rx2FrequencyHz()).isEqualTo(869_525_000);
    assertThat(joined.windows().rx2DataRate()).isEqualTo(3);
    assertThat(asked(radio, joined)).containsExactly(new RXParamSetupReq(0, 3, 868_300_000));
  }

  @Test
  void aDeviceThatDoesNotJoinIsTakenToHaveThePlanBuiltIn() {
    var radio = radio("EU868", Revision.DEFAULT);

    assertThat(radio.builtIn().channels()).hasSize(8);
    assertThat(asked(radio, radio.builtIn())).isEmpty();
  }

  @Test
  void adrChoosesFromWhatRegionChannelsAndOperatorAllow() {
    var radio = radio("EU868", Revision.DEFAULT);
    var limits = radio.limits(radio.builtIn(), MacState.start(radio.builtIn()).link());

    assertThat(limits.requiredSnr().keySet()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(limits.powerCut()).containsEntry(7, 14.0).hasSize(8);
    assertThat(limits.marginDb()).isEqualTo(15);
  }

  /** Nobody has said which regional parameters it follows. */
  private static DeviceRadio old(String plan, LorawanVersion version) {
    var region = PLANS.region(plan, version.regionalParameters());
    return radio(
        new DeviceProfile(
            DEVICE.id(),
            version,
            plan,
            new DeviceProfile.Settings(1, 0, region.rx2DataRate(), region.rx2Frequency()),
            Optional.empty(),
            MacSettings.DEFAULT,
            DeviceClass.A,
            CounterWidth.BITS_32));
  }

  private static MacParameters joined(DeviceRadio radio, Payload cfList) {
    return radio.joined(cfList, radio.region().defaultChannels().get(0)).withLink(SLOW);
  }

  private static List<MacCommand> asked(DeviceRadio radio, MacParameters uses) {
    var current = uses.withLink(SLOW);
    return Negotiation.next(
            MacState.start(current),
            current,
            new Desired(radio.desired(current, SLOW), false),
            radio.rules(),
            200,
            1)
        .requests();
  }

  private static DeviceRadio radio(String plan, Revision revision) {
    var region = PLANS.region(plan, revision);
    return radio(
        new DeviceProfile(
            DEVICE.id(),
            LorawanVersion.V1_0_4,
            plan,
            new DeviceProfile.Settings(1, 0, region.rx2DataRate(), region.rx2Frequency()),
            Optional.of(revision),
            MacSettings.DEFAULT,
            DeviceClass.A,
            CounterWidth.BITS_32));
  }

  private static DeviceRadio radio(DeviceProfile profile) {
    return new PlanRadios(PLANS).of(profile);
  }
}
