package io.lorikeet.actors.networkserver.mac;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.adr.AdrAlgorithm;
import io.lorikeet.actors.networkserver.adr.AdrHistory;
import io.lorikeet.actors.networkserver.adr.AdrHistory.Heard;
import io.lorikeet.actors.networkserver.adr.AdrLimits;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.MacParameters.Windows;
import io.lorikeet.actors.networkserver.mac.Negotiation.Desired;
import io.lorikeet.protocol.mac.DevStatus;
import io.lorikeet.protocol.mac.LinkAdr;
import io.lorikeet.protocol.mac.NewChannel;
import io.lorikeet.protocol.mac.RxParamSetup;
import io.lorikeet.protocol.mac.RxTimingSetup;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a device does, the network comes to rest; and a good device gets where it shall. */
class NegotiationEndsTest {

  private static final MacRules RULES = Eu868Rules.V104;
  private static final MacParameters START = Eu868Rules.parameters(3);
  private static final MacParameters WANTED =
      Eu868Rules.parameters(8).withWindows(new Windows(5, 1, 3, 869_525_000));

  private double snrAtFullPower = 5;
  private double fading = 3;
  private double lossUp;
  private double lossDown;
  private Random random = new Random(1);
  private PlayedDevice device = new PlayedDevice(START, 0, RULES);
  private MacState state = MacState.start(START);
  private AdrHistory history = AdrHistory.EMPTY;
  private long fCnt;
  private final List<Long> forced = new ArrayList<>();

  @Test
  void aGoodDeviceUsesWhatItShallAndStaysThere() {
    live(100);

    assertThat(state.asks()).isEmpty();
    assertThat(device.uses()).isEqualTo(state.current());
    assertThat(device.uses().windows()).isEqualTo(WANTED.windows());
    assertThat(device.uses().channels()).isEqualTo(WANTED.channels());
    // 5 dB with SF12 leaves 10 dB, that is four data rates, or three and some power
    assertThat(device.uses().link().dataRate()).isBetween(3, 4);
    int before = forced.size();
    live(2_000);
    assertThat(forced).hasSize(before);
    assertThat(before).isLessThan(12);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5})
  void aGoodDeviceGetsThereWhenFramesAreLost(double loss) {
    lossUp = loss;
    lossDown = loss;
    for (int seed = 1; seed <= 20; seed++) {
      restart(seed, new PlayedDevice(START, 0, RULES));
      live(1_500);

      assertThat(device.uses().windows()).isEqualTo(WANTED.windows());
      assertThat(device.uses().channels()).isEqualTo(WANTED.channels());
      assertThat(device.uses().link().dataRate()).isGreaterThanOrEqualTo(3);
      assertThat(state.current().windows()).isEqualTo(device.uses().windows());
      int before = forced.size();
      live(1_000);
      assertThat(forced.size() - before).isLessThan(40);
    }
  }

  @Test
  void aStrongDeviceTakesBackItsPowerAndStaysThere() {
    snrAtFullPower = 14;
    live(200);

    assertThat(device.uses().link().dataRate()).isEqualTo(5);
    assertThat(device.uses().link().txPower()).isBetween(2, 3);
    int before = forced.size();
    live(1_000);
    assertThat(forced).hasSize(before);
  }

  @Test
  void aDeviceInDeepFadingIsNotMovedToAndFro() {
    fading = 15;
    snrAtFullPower = 12;
    live(300);
    int before = forced.size();
    live(5_000);

    assertThat(forced.size() - before).isLessThan(25);
  }

  @Test
  void aDeviceThatRefusesPartGetsAsFarAsItLets() {
    snrAtFullPower = 14;
    device =
        new PlayedDevice(START, 0, RULES)
            .refusesDataRates(4, 5)
            .refusesTxPowers(0, 3)
            .refuses(NewChannel.CID);
    live(300);

    assertThat(device.uses().link().dataRate()).isEqualTo(3);
    assertThat(state.link().refusedDataRates()).contains(5, 4);
    assertThat(state.asks()).allMatch(ask -> ask.outcome() == Ask.Outcome.REFUSED);
    int before = forced.size();
    live(2_000);
    assertThat(forced).hasSize(before);
  }

  @Test
  void aDeviceThatIgnoresEverythingIsLeftAlone() {
    device =
        new PlayedDevice(START, 0, RULES)
            .ignores(
                LinkAdr.CID, NewChannel.CID, RxParamSetup.CID, RxTimingSetup.CID, DevStatus.CID);
    live(10_000);

    assertThat(forced.size()).isLessThan(100);
    assertThat(forced.stream().filter(at -> at > 5_000).count()).isLessThan(20);
  }

  @Test
  void aDeviceThatAgreesAndDoesAnotherThingIsAskedEverMoreSeldom() {
    for (int i = 0; i < 10_000; i++) {
      live(1);
      device.changesDataRate(i % 3);
    }

    assertThat(forced.size()).isLessThan(80);
    assertThat(forced.stream().filter(at -> at > 5_000).count()).isLessThan(15);
  }

  @Test
  void aDeviceThatRefusesItsChannelsForNoReasonIsAskedEverMoreSeldom() {
    device = new PlayedDevice(START, 0, RULES).refuses(LinkAdr.CID);
    live(10_000);

    assertThat(forced.size()).isLessThan(80);
  }

  @Test
  void aDeviceThatNeverStopsRepeatingItsAnswersIsLeftAlone() {
    device = new PlayedDevice(START, 0, RULES).neverStopsRepeating();
    live(2_000);

    assertThat(forced.size()).isLessThan(60);
  }

  /** Devices with any mixture of faults, under any loss. */
  @Test
  void noDeviceKeepsTheNetworkBusy() {
    int[] all = {LinkAdr.CID, NewChannel.CID, RxParamSetup.CID, RxTimingSetup.CID, DevStatus.CID};
    for (int seed = 1; seed <= 200; seed++) {
      var faults = new Random(seed);
      var odd = new PlayedDevice(START, faults.nextInt(6), RULES);
      for (int cid : all) {
        if (faults.nextInt(3) == 0) {
          odd.ignores(cid);
        }
        if (faults.nextInt(3) == 0) {
          odd.refuses(cid);
        }
      }
      for (int i = 0; i < 8; i++) {
        if (faults.nextInt(4) == 0) {
          odd.refusesDataRates(i);
        }
        if (faults.nextInt(4) == 0) {
          odd.refusesTxPowers(i);
        }
      }
      if (faults.nextInt(4) == 0) {
        odd.neverStopsRepeating();
      }
      if (faults.nextInt(2) == 0) {
        odd.answersBlocksOnce();
      }
      lossUp = faults.nextInt(3) * 0.25;
      lossDown = faults.nextInt(3) * 0.25;
      snrAtFullPower = faults.nextInt(40) - 20;
      restart(seed, odd);
      double moody = faults.nextInt(4) == 0 ? 0.1 : 0;
      for (int i = 0; i < 3_000; i++) {
        live(1);
        if (faults.nextDouble() < moody) {
          odd.changesDataRate(faults.nextInt(6));
        }
      }

      assertThat(forced.size()).as("seed %s: %s", seed, state).isLessThan(200);
      assertThat(forced.stream().filter(at -> at > 2_000).count())
          .as("seed %s: %s", seed, state)
          .isLessThan(50);
      assertThat(state.asks().size()).isLessThan(20);
    }
  }

  private void restart(int seed, PlayedDevice other) {
    random = new Random(seed);
    device = other;
    state = MacState.start(START);
    history = AdrHistory.EMPTY;
    forced.clear();
    fCnt = 0;
  }

  private void live(int uplinks) {
    for (int i = 0; i < uplinks; i++) {
      fCnt++;
      var uplink = device.uplink(fCnt);
      // one of the repetitions is enough
      if (random.nextDouble() >= Math.pow(lossUp, device.uses().link().nbTrans())) {
        hear(uplink);
      }
    }
  }

  private void hear(MacUplink uplink) {
    var before = state.current().link();
    state = Negotiation.received(state, uplink, () -> START, RULES);
    if (!state.current().link().equals(before)) {
      history = AdrHistory.EMPTY;
    }
    history = history.plus(new Heard(uplink.fCnt(), snr(), 2));
    var observed = observed(uplink);
    var decision =
        AdrAlgorithm.STANDARD.decide(
            observed,
            Region.EU868.dataRate(observed.dataRate()),
            history,
            limits().without(state.link().refusedDataRates(), state.link().refusedTxPowers()));
    var plan =
        Negotiation.next(
            state,
            state.current().withLink(observed),
            new Desired(
                WANTED.withLink(state.link().calm(observed, decision.wanted(), uplink.fCnt())),
                false),
            RULES,
            15,
            uplink.fCnt());
    if (!plan.isEmpty() || Negotiation.needsHearing(state)) {
      forced.add(uplink.fCnt());
      state = plan.after();
      if (random.nextDouble() >= lossDown) {
        device.hears(plan.requests());
      }
    }
  }

  private LinkSettings observed(MacUplink uplink) {
    var link = state.current().link();
    return new LinkSettings(uplink.dataRate().orElseThrow(), link.txPower(), link.nbTrans());
  }

  /** What the best gateway hears is below what the place allows, by up to the fading. */
  private double snr() {
    double cut = -Region.EU868.txPowerOffsets().get(device.uses().link().txPower());
    return snrAtFullPower - cut - fading * random.nextDouble();
  }

  private static AdrLimits limits() {
    var snr = new TreeMap<Integer, Double>();
    for (int rate = 0; rate <= 5; rate++) {
      snr.put(rate, ((LoRa) Region.EU868.dataRate(rate)).requiredSnr());
    }
    var cut = new TreeMap<Integer, Double>();
    for (int power = 0; power <= 7; power++) {
      cut.put(power, -1.0 * Region.EU868.txPowerOffsets().get(power));
    }
    return new AdrLimits(15, snr, cut, 1, 3);
  }
}
