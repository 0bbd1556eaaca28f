package io.lorikeet.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRAns;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.NewChannel.NewChannelReq;
import io.lorikeet.protocol.mac.RxTimingSetup.RXTimingSetupAns;
import io.lorikeet.protocol.mac.RxTimingSetup.RXTimingSetupReq;
import io.lorikeet.protocol.mac.TxParamSetup.TxParamSetupReq;
import io.lorikeet.protocol.region.CfList;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChannelChoiceTest {

  private static final Region US915 = Region.named("US915").orElseThrow();
  private static final Region AS923 = Region.named("AS923").orElseThrow();
  private static final Region CN470 = Region.named("CN470").orElseThrow();
  private static final Aes128Key KEY = Aes128Key.parse("000102030405060708090a0b0c0d0e0f");

  /** Channels 8 to 15 and 65 of US915. */
  private static final Payload FSB_2 = Payload.ofHex("00ff0000000000000200000000000001");

  @Test
  void joinsInNorthAmericaOnNarrowAndWideChannelsInTheirDataRates() {
    var joins = joins(new Device(US915, 3), 3);

    assertThat(joins).extracting(Sending::channel).contains(0, 63, 64, 71);
    assertThat(joins)
        .allSatisfy(
            its -> {
              assertThat(its.dataRate()).isEqualTo(its.channel() < 64 ? 0 : 4);
              assertThat(its.rx1DataRate()).isEqualTo(its.channel() < 64 ? 10 : 13);
              assertThat(its.rx1FrequencyHz())
                  .isEqualTo(923_300_000L + its.channel() % 8 * 600_000);
              assertThat(its.rx().rx2FrequencyHz()).isEqualTo(923_300_000);
            });
  }

  @Test
  void joinsInAsiaNotSlowerThanTheDwellTimeAllows() {
    assertThat(joins(new Device(AS923, 0), 0)).extracting(Sending::dataRate).containsOnly(2);
    assertThat(joins(new Device(AS923, 0), 4)).extracting(Sending::dataRate).containsOnly(4);
  }

  @Test
  void sendsOnTheChannelsThatAJoinAcceptSwitchesOn() {
    var device = new Device(US915, 2);
    device.join(FSB_2);

    assertThat(channels(device)).containsExactlyElementsOf(range(8, 15));
  }

  @Test
  void sendsWideLoRaOnAWideChannel() {
    var device = new Device(US915, 4);
    device.join(FSB_2);

    assertThat(channels(device)).containsExactly(65);
  }

  @Test
  void addsTheChannelsOfAJoinAcceptBehindTheDefaultOnes() {
    var device = new Device(AS923, 2);
    device.join(CfList.ofFrequencies(List.of(922_000_000L), 100));

    assertThat(device.session.channels)
        .containsEntry(1, 923_400_000L)
        .containsEntry(2, 922_000_000L)
        .hasSize(3);
  }

  @Test
  void switchesChannelsByABlockOfRequests() {
    var device = new Device(US915, 0);
    device.join(Payload.empty());
    device.hears(new LinkADRReq(3, 2, 0x0002, 7, 1), new LinkADRReq(3, 2, 0xff00, 0, 1));

    assertThat(channels(device)).containsExactlyElementsOf(range(8, 15));
    assertThat(device.adr.dataRate()).isEqualTo(3);
    assertThat(device.adr.powerDb()).isEqualTo(-4);
  }

  @Test
  void isAnsweredInChinaInAnotherBand() {
    var device = new Device(CN470, 0);
    device.join(Payload.empty());

    assertThat(sent(device))
        .allSatisfy(
            its -> {
              assertThat(its.frequencyHz()).isEqualTo(470_300_000L + its.channel() * 200_000);
              assertThat(its.rx1FrequencyHz())
                  .isEqualTo(500_300_000L + its.channel() % 48 * 200_000);
            });
  }

  @Test
  void theChannelOfTheJoinDecidesOnRx2InChina() {
    var region = Region.named("CN470_20A").orElseThrow();
    for (var join : region.joinChannels()) {
      var device = new Device(region, 1);
      device.join(Payload.empty(), join.uplinkHz());

      assertThat(device.session.rx.rx2FrequencyHz()).isEqualTo(join.rx2Hz());
    }
  }

  @Test
  void sendsAt2400MHz() {
    var device = new Device(Region.named("ISM2400").orElseThrow(), 0);
    device.join(CfList.ofFrequencies(List.of(2_415_000_000L), 200));

    assertThat(sent(device))
        .extracting(Sending::frequencyHz)
        .contains(2_403_000_000L, 2_425_000_000L, 2_479_000_000L, 2_415_000_000L);
    assertThat(sent(device).get(0).rx().rx2FrequencyHz()).isEqualTo(2_423_000_000L);
  }

  @Test
  void isAnsweredFasterWhereDownlinksMustBeShort() {
    var device = new Device(AS923, 2);
    device.join(Payload.empty());
    device.session.rx = device.session.rx.withRx1Offset(2);
    assertThat(sent(device)).extracting(Sending::rx1DataRate).containsOnly(0);

    device.hears(new TxParamSetupReq(true, true, 5));

    assertThat(sent(device)).extracting(Sending::rx1DataRate).containsOnly(2);
  }

  @Test
  void doesNotAnswerNewChannelReqWhereTheRegionDefinesTheChannels() {
    var device = new Device(US915, 0);
    device.join(Payload.empty());
    device.hears(new NewChannelReq(3, 903_900_000, 0, 3));

    assertThat(device.mac.take()).isEqualTo(Payload.empty());
    assertThat(device.session.channels).containsEntry(3, 902_900_000L);
  }

  @Test
  void takesEachMaskAloneBefore102AndRefusesOneWithoutAChannelForItsDataRate() {
    var device = new Device(US915, 0, true);
    device.join(Payload.empty());

    device.hears(new LinkADRReq(0, 0, 0x0002, 7, 1), new LinkADRReq(0, 0, 0xff00, 0, 1));

    assertThat(device.mac.take())
        .isEqualTo(
            MacCommands.encode(
                List.of(new LinkADRAns(true, false, true), new LinkADRAns(true, true, true))));
    assertThat(channels(device)).contains(8, 15, 16, 63).doesNotContain(0, 7);
  }

  @Test
  void saysOnceBefore102ThatItListensOtherwiseAndReadsNoFurtherThanItKnows() {
    var device = new Device(AS923, 2, true);
    device.join(Payload.empty());

    device.hears(
        new RXTimingSetupReq(3), new TxParamSetupReq(false, false, 5), new RXTimingSetupReq(4));

    assertThat(device.session.rx.delaySeconds()).isEqualTo(3);
    assertThat(device.mac.take()).isEqualTo(MacCommands.encode(List.of(new RXTimingSetupAns())));
    assertThat(device.mac.take()).isEqualTo(Payload.empty());
  }

  @Test
  void repeatsHowItListensUntilItHearsSomethingAfterAnUplink() {
    var device = new Device(AS923, 2);
    device.join(Payload.empty());
    device.hears(new RXTimingSetupReq(3));
    var answer = MacCommands.encode(List.of(new RXTimingSetupAns()));

    assertThat(device.mac.take()).isEqualTo(answer);
    device.mac.handle(List.of(), device.session, Window.RXC);
    assertThat(device.mac.take()).isEqualTo(answer);
    device.mac.handle(List.of(), device.session, Window.RX2);
    assertThat(device.mac.take()).isEqualTo(Payload.empty());
  }

  private static List<Sending> joins(Device device, int dataRate) {
    return Stream.generate(() -> device.choice.join(dataRate)).limit(2000).toList();
  }

  private static List<Sending> sent(Device device) {
    return Stream.generate(() -> device.choice.data(device.session)).limit(500).toList();
  }

  private static Set<Integer> channels(Device device) {
    return sent(device).stream()
        .map(Sending::channel)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Integer> range(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  /** The parts of a device that know its region. */
  private static final class Device {

    final Region region;
    final Adr adr;
    final MacAnswers mac;
    final ChannelChoice choice;
    Session session;

    Device(Region region, int dataRate) {
      this(region, dataRate, false);
    }

    Device(Region region, int dataRate, boolean before102) {
      this.region = region;
      this.adr = new Adr(region, dataRate);
      this.mac = new MacAnswers(region, adr, new BackOff(adr), new ClassB(region), before102);
      this.choice = new ChannelChoice(region, adr, new SplittableRandom(1));
    }

    void join(Payload cfList) {
      join(cfList, 0);
    }

    void join(Payload cfList, long joinedHz) {
      var accept =
          new JoinAcceptContents(
              1,
              new NetId(0),
              DevAddr.parse("01abcdef"),
              0,
              region.rx2DataRate(),
              false,
              1,
              cfList);
      session =
          Session.joined(accept, new Secrets.Of10(new SessionKeys10(KEY, KEY)), region, joinedHz);
      adr.reset(session.firstChannels());
    }

    void hears(MacCommand... commands) {
      mac.handle(List.of(commands), session, Window.RX1);
    }
  }
}
