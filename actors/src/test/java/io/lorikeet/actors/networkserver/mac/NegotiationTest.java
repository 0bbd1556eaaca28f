package io.lorikeet.actors.networkserver.mac;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.Ask.Outcome;
import io.lorikeet.actors.networkserver.mac.MacParameters.Backoff;
import io.lorikeet.actors.networkserver.mac.MacParameters.ClassB;
import io.lorikeet.actors.networkserver.mac.MacParameters.Sending;
import io.lorikeet.actors.networkserver.mac.MacParameters.Windows;
import io.lorikeet.actors.networkserver.mac.Negotiation.Desired;
import io.lorikeet.protocol.mac.AdrParamSetup.ADRParamSetupAns;
import io.lorikeet.protocol.mac.AdrParamSetup.ADRParamSetupReq;
import io.lorikeet.protocol.mac.BeaconFreq.BeaconFreqAns;
import io.lorikeet.protocol.mac.BeaconFreq.BeaconFreqReq;
import io.lorikeet.protocol.mac.DevStatus.DevStatusAns;
import io.lorikeet.protocol.mac.DevStatus.DevStatusReq;
import io.lorikeet.protocol.mac.DlChannel.DlChannelAns;
import io.lorikeet.protocol.mac.DlChannel.DlChannelReq;
import io.lorikeet.protocol.mac.DutyCycle.DutyCycleAns;
import io.lorikeet.protocol.mac.DutyCycle.DutyCycleReq;
import io.lorikeet.protocol.mac.LinkAdr;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.NewChannel.NewChannelAns;
import io.lorikeet.protocol.mac.NewChannel.NewChannelReq;
import io.lorikeet.protocol.mac.PingSlotChannel.PingSlotChannelAns;
import io.lorikeet.protocol.mac.PingSlotChannel.PingSlotChannelReq;
import io.lorikeet.protocol.mac.PingSlotInfo.PingSlotInfoReq;
import io.lorikeet.protocol.mac.RejoinParamSetup.RejoinParamSetupAns;
import io.lorikeet.protocol.mac.RejoinParamSetup.RejoinParamSetupReq;
import io.lorikeet.protocol.mac.Reset.ResetInd;
import io.lorikeet.protocol.mac.RxParamSetup;
import io.lorikeet.protocol.mac.RxParamSetup.RXParamSetupReq;
import io.lorikeet.protocol.mac.RxTimingSetup;
import io.lorikeet.protocol.mac.RxTimingSetup.RXTimingSetupReq;
import io.lorikeet.protocol.mac.TxParamSetup.TxParamSetupAns;
import io.lorikeet.protocol.mac.TxParamSetup.TxParamSetupReq;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NegotiationTest {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final int F_OPTS = 15;
  private static final MacParameters JOINED = Eu868Rules.parameters(8);

  private MacRules rules = Eu868Rules.V104;
  private MacState state = MacState.start(JOINED);
  private MacParameters desired = JOINED;
  private long fCnt;

  @Test
  void isSilentWhenNothingDiffers() {
    assertThat(next()).isEmpty();
  }

  @Test
  void asksForWhatDiffersAndBelievesTheAnswer() {
    desired = JOINED.withWindows(new Windows(5, 2, 3, 869_525_000));

    assertThat(next())
        .containsExactly(new RXParamSetupReq(2, 3, 869_525_000), new RXTimingSetupReq(5));
    assertThat(state.current()).isEqualTo(JOINED);
    hear(new RxParamSetup.RXParamSetupAns(true, true, true), new RxTimingSetup.RXTimingSetupAns());

    assertThat(state.current()).isEqualTo(desired);
    assertThat(state.asks()).isEmpty();
    assertThat(next()).isEmpty();
  }

  @Test
  void asksForEverythingThatCanBeSet() {
    rules = Eu868Rules.V11;
    hear(new PingSlotInfoReq(4));
    desired =
        state
            .current()
            .withSending(new Sending(7, true, false, 3))
            .withClassB(new ClassB(4, 869_525_000, 2, 869_525_000))
            .withBackoff(new Backoff(7, 6, 5, 3));

    assertThat(next())
        .containsExactly(
            new DutyCycleReq(7),
            new TxParamSetupReq(false, true, 3),
            new PingSlotChannelReq(869_525_000, 2),
            new BeaconFreqReq(869_525_000),
            new ADRParamSetupReq(7, 6));
    hear(
        new DutyCycleAns(),
        new TxParamSetupAns(),
        new PingSlotChannelAns(true, true),
        new BeaconFreqAns(true),
        new ADRParamSetupAns());
    assertThat(next()).containsExactly(new RejoinParamSetupReq(5, 3));
    hear(new RejoinParamSetupAns(false));
    assertThat(state.current()).isEqualTo(desired);
    assertThat(next()).isEmpty();
  }

  @Test
  void asksNobodyWhatHeCannotUnderstand() {
    rules =
        new MacRules(
            false,
            8,
            new MacRules.Understands(false, false, false),
            false,
            false,
            new RegionMasks(Region.EU868));
    desired =
        Eu868Rules.parameters(3)
            .withSending(new Sending(0, true, true, 3))
            .withClassB(new ClassB(MacParameters.UNKNOWN, 869_525_000, 2, 1))
            .withBackoff(new Backoff(7, 6, 5, 3))
            .withChannels(JOINED.enabled(), JOINED.channels());

    assertThat(next()).isEmpty();
  }

  @Test
  void doesNotAskAgainForWhatWasRefused() {
    desired = JOINED.withWindows(new Windows(1, 2, 3, 863_000_000));
    next();
    hear(new RxParamSetup.RXParamSetupAns(false, true, true));

    assertThat(state.current()).isEqualTo(JOINED);
    assertThat(state.asks())
        .singleElement()
        .satisfies(
            ask -> {
              assertThat(ask.outcome()).isEqualTo(Outcome.REFUSED);
              assertThat(ask.reason()).isEqualTo("frequency");
              assertThat(ask.commands()).containsExactly(new RXParamSetupReq(2, 3, 863_000_000));
            });
    for (int i = 0; i < 5000; i++) {
      assertThat(next()).isEmpty();
      hear();
    }
    desired = JOINED.withWindows(new Windows(1, 2, 3, 869_525_000));
    assertThat(next()).containsExactly(new RXParamSetupReq(2, 3, 869_525_000));
  }

  @Test
  void triesThreeTimesAndThenPausesForEverLonger() {
    desired = JOINED.withWindows(new Windows(5, 0, 0, 869_525_000));
    var asked = new ArrayList<Long>();
    for (int i = 0; i < 20_000; i++) {
      if (!next().isEmpty()) {
        asked.add(fCnt);
      }
      hear();
    }

    assertThat(asked)
        .containsExactly(0L, 1L, 2L, 67L, 68L, 69L, 326L, 327L, 328L, 1353L, 1354L, 1355L);
    assertThat(state.asks().get(0).outcome()).isEqualTo(Outcome.GIVEN_UP);
    desired = JOINED.withWindows(new Windows(6, 0, 0, 869_525_000));
    assertThat(next()).containsExactly(new RXTimingSetupReq(6));
  }

  @Test
  void givesADeafDeviceUpThoughItWantsSomethingElseEachTime() {
    int asked = 0;
    for (int i = 0; i < 1_000; i++) {
      desired = JOINED.withLink(new LinkSettings(i % 5, 0, 1));
      asked += next().isEmpty() ? 0 : 1;
      hear();
    }

    assertThat(asked).isLessThan(25);
  }

  @Test
  void isNotDisturbedByAnswersThatComeAgainOrWereNeverAsked() {
    desired = JOINED.withWindows(new Windows(5, 0, 0, 869_525_000));
    next();
    for (int i = 0; i < 4; i++) {
      hear(
          new RxTimingSetup.RXTimingSetupAns(),
          new LinkAdr.LinkADRAns(true, true, true),
          new RxParamSetup.RXParamSetupAns(false, false, false));
      assertThat(state.current()).isEqualTo(desired);
      assertThat(state.asks()).isEmpty();
      assertThat(next()).isEmpty();
    }
  }

  @Test
  void letsADeviceHearItWhenItRepeatsItselfButNotForEver() {
    assertThat(Negotiation.needsHearing(state)).isFalse();
    for (int i = 0; i < 8; i++) {
      hear(new RxTimingSetup.RXTimingSetupAns());
      assertThat(Negotiation.needsHearing(state)).isTrue();
    }
    hear(new RxTimingSetup.RXTimingSetupAns());
    assertThat(Negotiation.needsHearing(state)).isFalse();
    hear();
    hear(new RxTimingSetup.RXTimingSetupAns());
    assertThat(Negotiation.needsHearing(state)).isTrue();
  }

  @Test
  void answersEveryOtherTimeInTheNewWindowsOfADeviceThatSaysOnceThatItHasThem() {
    rules = Eu868Rules.V101;
    desired = JOINED.withWindows(new Windows(5, 0, 3, 869_525_000));
    next();
    assertThat(Negotiation.listens(state, rules, 1)).isEqualTo(JOINED);
    hear();

    assertThat(Negotiation.listens(state, rules, 1)).isEqualTo(desired);
    assertThat(Negotiation.listens(state, rules, 2)).isEqualTo(JOINED);
    assertThat(Negotiation.listens(state, Eu868Rules.V102, 1)).isEqualTo(JOINED);
    next();
    hear(new RxParamSetup.RXParamSetupAns(true, true, true), new RxTimingSetup.RXTimingSetupAns());
    assertThat(Negotiation.listens(state, rules, 1)).isEqualTo(desired);
    assertThat(Negotiation.listens(state, rules, 2)).isEqualTo(desired);
  }

  @Test
  void doesNotLeaveItOpenForLongWhereSuchADeviceListens() {
    rules = Eu868Rules.V101;
    desired = JOINED.withWindows(new Windows(5, 0, 0, 869_525_000));
    var asked = new ArrayList<Long>();
    for (int i = 0; i < 1_000; i++) {
      if (!next().isEmpty()) {
        asked.add(fCnt);
      }
      hear();
    }

    assertThat(asked).containsExactly(0L, 1L, 2L, 5L, 6L, 7L, 16L, 17L, 18L, 51L, 52L, 53L);
  }

  @Test
  void leavesForTheNextFrameWhatDoesNotFit() {
    state = MacState.start(Eu868Rules.parameters(3));

    assertThat(next())
        .containsExactly(
            new NewChannelReq(3, 867_100_000, 0, 5), new NewChannelReq(4, 867_300_000, 0, 5));
    hear(channelAnswer(true), channelAnswer(false));
    assertThat(state.current().enabled()).containsExactly(0, 1, 2, 3);
    assertThat(next())
        .containsExactly(
            new NewChannelReq(5, 867_500_000, 0, 5), new NewChannelReq(6, 867_700_000, 0, 5));
    hear(channelAnswer(true), channelAnswer(true));
    assertThat(next()).containsExactly(new NewChannelReq(7, 867_900_000, 0, 5));
    hear(channelAnswer(true));
    assertThat(state.current().enabled()).containsExactly(0, 1, 2, 3, 5, 6, 7);
    assertThat(next()).isEmpty();
  }

  @Test
  void asksForMoreInAFrameWithMoreRoom() {
    state = MacState.start(Eu868Rules.parameters(3));

    assertThat(
            Negotiation.next(state, state.current(), new Desired(desired, false), rules, 51, 0)
                .requests())
        .hasSize(5);
  }

  @Test
  void removesAChannelAndMovesItsAnswers() {
    var channels = new TreeMap<>(JOINED.channels());
    channels.remove(7);
    channels.put(3, new MacParameters.DeviceChannel(867_100_000, 0, 5, 869_525_000));
    desired = JOINED.withChannels(channels.keySet(), channels);

    assertThat(next())
        .containsExactly(new NewChannelReq(7, 0, 0, 0), new DlChannelReq(3, 869_525_000));
    hear(channelAnswer(true), new DlChannelAns(true, true));
    assertThat(state.current()).isEqualTo(desired);
  }

  @Test
  void setsTheLinkInOneBlockWhateverTheDeviceAnswers() {
    desired = JOINED.withLink(new LinkSettings(5, 2, 1));
    assertThat(next()).containsExactly(new LinkADRReq(5, 2, 0xff, 0, 1));
    hear(5, new LinkAdr.LinkADRAns(true, true, true), new LinkAdr.LinkADRAns(true, true, true));

    assertThat(state.current().link()).isEqualTo(new LinkSettings(5, 2, 1));
  }

  @Test
  void knowsWhatWasObeyedOfABlockByADeviceThatTakesEachRequestAlone() {
    var region = Region.named("US915", Revision.TS001_1_0_1).orElseThrow();
    var nothing = new MacRules.Understands(false, false, false);
    rules = new MacRules(false, 72, nothing, false, false, new RegionMasks(region));
    var slow = JOINED.withLink(new LinkSettings(0, 0, 1));
    var all = IntStream.range(0, 72).boxed().toList();
    var wanted = List.of(8, 9, 10, 11, 12, 13, 14, 15, 65);
    state = MacState.start(slow.withChannels(all, new TreeMap<>()));
    desired = slow.withChannels(wanted, new TreeMap<>());
    state = Negotiation.next(state, state.current(), desired(), rules, 50, fCnt).after();

    var good = new LinkAdr.LinkADRAns(true, true, true);
    hear(0, good, good, new LinkAdr.LinkADRAns(false, true, true), good, good);

    assertThat(state.current().enabled())
        .containsAll(wanted)
        .containsAll(IntStream.range(32, 48).boxed().toList())
        .hasSize(9 + 16);
    fCnt = 100;
    assertThat(Negotiation.next(state, state.current(), desired(), rules, 50, fCnt).requests())
        .containsExactly(new LinkADRReq(0, 0, 0, 2, 1));
  }

  private Desired desired() {
    return new Desired(desired, false);
  }

  @Test
  void changesOnlyChannelsOfADeviceThatSetsItsLinkItself() {
    desired = JOINED.withChannels(new TreeSet<>(List.of(0, 1, 2)), JOINED.channels());
    assertThat(next()).containsExactly(new LinkADRReq(15, 15, 0x07, 0, 1));
    hearWithoutAdr(new LinkAdr.LinkADRAns(true, false, false));
    assertThat(state.current().enabled()).containsExactly(0, 1, 2);

    rules = Eu868Rules.V102;
    desired = JOINED;
    assertThat(next()).isEmpty();
    var seen = state.current().withLink(new LinkSettings(4, 0, 1));
    var plan =
        Negotiation.next(
            state, seen, new Desired(desired.withLink(seen.link()), false), rules, F_OPTS, fCnt);
    assertThat(plan.requests()).containsExactly(new LinkADRReq(4, 0, 0xff, 0, 1));
  }

  @Test
  void learnsWhatADeviceRefusesOfItsLink() {
    desired = JOINED.withLink(new LinkSettings(5, 7, 1));
    next();
    hear(new LinkAdr.LinkADRAns(true, false, false));

    assertThat(state.link().refusedDataRates()).containsExactly(5);
    assertThat(state.link().refusedTxPowers()).containsExactly(7);
    assertThat(state.current().link().dataRate()).isEqualTo(MacParameters.UNKNOWN);
    assertThat(next()).isEmpty();
    desired = JOINED.withLink(new LinkSettings(4, 6, 1));
    assertThat(next()).hasSize(1);
  }

  @Test
  void definesChannelsAnewThatADeviceTurnsOutNotToHave() {
    desired = JOINED.withLink(new LinkSettings(5, 0, 1));
    next();
    hear(new LinkAdr.LinkADRAns(false, true, true));

    assertThat(state.current().channels()).hasSize(3);
    assertThat(next()).hasOnlyElementsOfType(NewChannelReq.class);
  }

  @Test
  void noticesThatADeviceHasBecomeLouderAndSlower() {
    desired = JOINED.withLink(new LinkSettings(5, 4, 1));
    next();
    hear(5, new LinkAdr.LinkADRAns(true, true, true));
    hear(4);

    assertThat(state.current().link()).isEqualTo(new LinkSettings(4, 0, 1));
    assertThat(state.link().failures().isOver(fCnt)).isFalse();
  }

  @Test
  void takesADataRateThatWasAskedForAsALostAnswer() {
    state = MacState.start(JOINED.withLink(new LinkSettings(2, 0, 1)));
    desired = JOINED.withLink(new LinkSettings(5, 4, 1));
    next();
    hear(5);

    assertThat(state.current().link()).isEqualTo(new LinkSettings(5, 4, 1));
    assertThat(state.asks()).isEmpty();
    assertThat(next()).isEmpty();
  }

  /** It may have become slower by itself, with full power. */
  @Test
  void asksAgainAfterALostAnswerToASlowerDataRate() {
    state = MacState.start(JOINED.withLink(new LinkSettings(5, 0, 1)));
    desired = JOINED.withLink(new LinkSettings(4, 4, 1));
    next();
    hear(4);

    assertThat(state.current().link()).isEqualTo(new LinkSettings(4, 0, 1));
    assertThat(next()).containsExactly(new LinkADRReq(4, 4, 0xff, 0, 1));
  }

  @Test
  void asksHowTheDeviceIsWhenItIsTime() {
    assertThat(next(true)).containsExactly(new DevStatusReq());
    hear(new DevStatusAns(254, -5));
    assertThat(state.status()).contains(new DeviceStatus(254, -5, at()));

    for (int i = 0; i < 3; i++) {
      assertThat(next(true)).hasSize(1);
      hear();
    }
    assertThat(state.statusTriedAt()).contains(at());
    assertThat(next(false)).isEmpty();
    assertThat(next(true)).hasSize(1);
  }

  @Test
  void startsAnewWhenTheDeviceHasForgottenEverything() {
    rules = Eu868Rules.V11;
    desired = JOINED.withWindows(new Windows(5, 0, 0, 869_525_000));
    next();
    hear(new RxTimingSetup.RXTimingSetupAns());
    hear(new ResetInd(1));

    assertThat(state.current()).isEqualTo(JOINED);
    assertThat(next()).containsExactly(new RXTimingSetupReq(5));
  }

  @Test
  void asksNothingMoreInASecondDownlinkAfterTheSameUplink() {
    desired = JOINED.withWindows(new Windows(5, 0, 0, 869_525_000));

    assertThat(next()).hasSize(1);
    assertThat(next()).isEmpty();
  }

  private static MacCommand channelAnswer(boolean ok) {
    return new NewChannelAns(ok, ok);
  }

  private List<MacCommand> next() {
    return next(false);
  }

  private List<MacCommand> next(boolean status) {
    var plan =
        Negotiation.next(state, state.current(), new Desired(desired, status), rules, F_OPTS, fCnt);
    assertThat(MacCommands.encode(plan.requests()).size()).isLessThanOrEqualTo(F_OPTS);
    state = plan.after();
    return plan.requests();
  }

  private void hear(MacCommand... commands) {
    hear(OptionalInt.empty(), true, commands);
  }

  private void hear(int dataRate, MacCommand... commands) {
    hear(OptionalInt.of(dataRate), true, commands);
  }

  private void hearWithoutAdr(MacCommand... commands) {
    hear(OptionalInt.empty(), false, commands);
  }

  private void hear(OptionalInt dataRate, boolean adr, MacCommand... commands) {
    fCnt++;
    state =
        Negotiation.received(
            state,
            new MacUplink(fCnt, dataRate, adr, List.of(commands), at()),
            () -> JOINED,
            rules);
  }

  private Instant at() {
    return START.plusSeconds(60 * fCnt);
  }
}
