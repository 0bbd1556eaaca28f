package io.lorikeet.actors.networkserver.adr;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.adr.AdrDecision.Reason;
import io.lorikeet.actors.networkserver.adr.AdrHistory.Heard;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.Modulation;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardAdrTest {

  private static final Region REGION = Region.EU868;

  @ParameterizedTest(name = "DR{0} TXPower {1} NbTrans {2}, {3} uplinks, {4} dB, {5} lost")
  @CsvSource({
    "0,0,1,  1,-5,0,   0,0,1",
    "0,0,1, 20,-5,0,   0,0,1",
    "0,0,1, 20,5,0,    4,0,1",
    "0,0,1,  1,5,0,    3,0,1",
    "0,0,1, 20,-20,0,  0,0,1",
    "0,0,1, 20,-2.5,0, 1,0,1",
    "0,0,1, 20,-2.49,0,1,0,1",
    "2,0,1,  3,8,0,    4,0,1",
    "3,1,1, 20,0,0,    3,0,1",
    "4,0,1, 20,10,0,   5,1,1",
    "5,0,1, 20,9,0,    5,0,1",
    "5,0,1, 20,14,0,   5,3,1",
    "5,0,1,  5,14,0,   5,2,1",
    "5,4,1, 20,2,0,    5,1,1",
    "5,7,1, 20,-5,0,   5,0,1",
    "5,0,1, 20,-5,0,   5,0,1",
    "5,2,1, 20,6,0,    5,1,1",
    "5,0,1, 20,5,1,    5,0,1",
    "5,0,1, 20,5,2,    5,0,1",
    "5,0,2, 20,5,4,    5,0,3",
    "5,0,1, 20,5,15,   5,0,3",
    "5,0,3, 20,5,0,    5,0,2",
    "5,0,2, 20,5,0,    5,0,1",
  })
  void decidesAsTheWorkedExamples(
      int dataRate,
      int txPower,
      int nbTrans,
      int uplinks,
      double snr,
      int lost,
      int wantedDataRate,
      int wantedTxPower,
      int wantedNbTrans) {
    var decision =
        decide(new LinkSettings(dataRate, txPower, nbTrans), history(uplinks, snr, lost), 15);

    assertThat(decision.wanted())
        .isEqualTo(new LinkSettings(wantedDataRate, wantedTxPower, wantedNbTrans));
  }

  /** The worked example says TXPower 1; a downlink for one step of power is air time wasted. */
  @Test
  void takesBackPowerOnlyWhereItIsWorthADownlink() {
    var decision = decide(new LinkSettings(2, 0, 1), history(20, 2, 0), 15);

    assertThat(decision.wanted()).isEqualTo(new LinkSettings(2, 0, 1));
    assertThat(decision.reason()).isEqualTo(Reason.GOOD);
  }

  @Test
  void leavesALackAloneThatIsNoMoreThanNoise() {
    var weak = new LinkSettings(5, 2, 1);
    assertThat(decide(weak, history(20, 6.6, 0), 15).wanted()).isEqualTo(weak);
    assertThat(decide(weak, history(20, 6.4, 0), 15).reason()).isEqualTo(Reason.MORE_POWER);
    assertThat(decide(weak, history(19, 6.6, 0), 15).wanted()).isEqualTo(weak);
  }

  /** The worked example raises the power after five; they may all have met the same obstacle. */
  @Test
  void doesNotRaiseThePowerForAFewUplinks() {
    var weak = new LinkSettings(5, 4, 1);
    assertThat(decide(weak, history(5, 2, 0), 15).wanted()).isEqualTo(weak);
    assertThat(decide(weak, history(10, 2, 0), 15).wanted()).isEqualTo(new LinkSettings(5, 0, 1));
  }

  /** Semtech's paper: 20 uplinks with SF12, the best at -6 dB, margin 2 dB. */
  @Test
  void goesRoundWhatADeviceHasRefused() {
    assertThat(afterRefusing(List.of(), List.of())).isEqualTo(new LinkSettings(4, 1, 1));
    assertThat(afterRefusing(List.of(1, 4), List.of())).isEqualTo(new LinkSettings(3, 2, 1));
    assertThat(afterRefusing(List.of(), List.of(1))).isEqualTo(new LinkSettings(4, 0, 1));
    assertThat(afterRefusing(List.of(), List.of(0, 1))).isEqualTo(new LinkSettings(3, 2, 1));
    assertThat(afterRefusing(List.of(1, 4), List.of(0, 2, 3))).isEqualTo(new LinkSettings(3, 1, 1));
    assertThat(afterRefusing(List.of(3), List.of(0, 1))).isEqualTo(new LinkSettings(2, 3, 1));
  }

  @Test
  void saysWhy() {
    var slow = new LinkSettings(0, 0, 1);
    assertThat(decide(slow, history(20, 5, 0), 15))
        .isEqualTo(new AdrDecision(new LinkSettings(4, 0, 1), Reason.FASTER, 10, 20, 0));
    assertThat(decide(slow, history(20, -20, 0), 15).reason()).isEqualTo(Reason.GOOD);
    assertThat(decide(slow, AdrHistory.EMPTY, 15).reason()).isEqualTo(Reason.NO_UPLINKS);
    var fast = new LinkSettings(5, 0, 1);
    assertThat(decide(fast, history(20, 14, 0), 15).reason()).isEqualTo(Reason.LESS_POWER);
    assertThat(decide(fast, history(20, 5, 4), 15).reason()).isEqualTo(Reason.REPETITIONS);
    assertThat(decide(new LinkSettings(5, 7, 1), history(20, 2, 0), 15).reason())
        .isEqualTo(Reason.MORE_POWER);
    assertThat(decide(fast, history(20, 5, 4), 15).loss()).isEqualTo(4 / 24.0);
  }

  @Test
  void staysWithinTheLimits() {
    var range = limits(15, 1, 3, 2, 4, 2, 2);
    var slow = REGION.dataRate(0);
    assertThat(decide(new LinkSettings(0, 2, 2), slow, history(20, 20, 0), range))
        .isEqualTo(
            AdrDecision.keep(new LinkSettings(1, 2, 2), Reason.OUTSIDE_LIMITS, history(20, 20, 0)));
    var middle = new LinkSettings(2, 3, 1);
    assertThat(decide(middle, REGION.dataRate(2), history(20, 30, 0), range).wanted())
        .isEqualTo(new LinkSettings(3, 4, 2));
    assertThat(decide(middle, REGION.dataRate(2), history(20, -30, 0), range).wanted())
        .isEqualTo(new LinkSettings(2, 2, 2));
  }

  @Test
  void slowsADeviceDownOnlyIntoTheLimits() {
    var slower = limits(15, 0, 3, 0, 7, 1, 3);
    var decision = decide(new LinkSettings(5, 0, 1), REGION.dataRate(5), history(20, 9, 0), slower);

    assertThat(decision.wanted()).isEqualTo(new LinkSettings(3, 0, 1));
    assertThat(decision.reason()).isEqualTo(Reason.OUTSIDE_LIMITS);
  }

  @Test
  void leavesADeviceAloneThatIsNotHeardInLoRa() {
    var decision =
        decide(
            new LinkSettings(5, 0, 1),
            new Fsk(50_000),
            history(20, 9, 0),
            limits(15, 0, 5, 0, 7, 1, 3));

    assertThat(decision.reason()).isEqualTo(Reason.NOT_LORA);
    assertThat(decision.wanted()).isEqualTo(new LinkSettings(5, 0, 1));
  }

  @Test
  void leavesADeviceAloneThatHasRefusedEverything() {
    var nothing = limits(15, 0, 5, 0, 7, 1, 3).without(List.of(0, 1, 2, 3, 4, 5), List.of());
    var decision =
        decide(new LinkSettings(5, 0, 1), REGION.dataRate(5), history(20, 9, 0), nothing);

    assertThat(decision.reason()).isEqualTo(Reason.NOTHING_ALLOWED);
  }

  @Test
  void sendsMoreOftenUnderHeavyLossAndNotFaster() {
    var decision = decide(new LinkSettings(0, 0, 1), history(10, -10, 30), 15);

    assertThat(decision.wanted()).isEqualTo(new LinkSettings(0, 0, 3));
  }

  private static LinkSettings afterRefusing(List<Integer> dataRates, List<Integer> powers) {
    return decide(
            new LinkSettings(0, 0, 1),
            REGION.dataRate(0),
            history(20, -6, 0),
            limits(2, 0, 5, 0, 7, 1, 3).without(dataRates, powers))
        .wanted();
  }

  private static AdrDecision decide(LinkSettings current, AdrHistory history, double margin) {
    return decide(
        current, REGION.dataRate(current.dataRate()), history, limits(margin, 0, 5, 0, 7, 1, 3));
  }

  private static AdrDecision decide(
      LinkSettings current, Modulation modulation, AdrHistory history, AdrLimits limits) {
    return AdrAlgorithm.STANDARD.decide(current, modulation, history, limits);
  }

  /** Uplinks of which the last before the end is the best, and a hole in the middle. */
  private static AdrHistory history(int uplinks, double snr, int lost) {
    var history = AdrHistory.EMPTY;
    for (int i = 0; i < uplinks; i++) {
      boolean best = i == Math.max(0, uplinks - 2);
      long fCnt = 100 + i + (i >= uplinks / 2 && i > 0 ? lost : 0);
      history = history.plus(new Heard(fCnt, best ? snr : snr - 3, 2));
    }
    return history;
  }

  private static AdrLimits limits(
      double margin,
      int minDataRate,
      int maxDataRate,
      int minTxPower,
      int maxTxPower,
      int minNbTrans,
      int maxNbTrans) {
    var snr = new TreeMap<Integer, Double>();
    for (int rate = minDataRate; rate <= maxDataRate; rate++) {
      snr.put(rate, ((LoRa) REGION.dataRate(rate)).requiredSnr());
    }
    var cut = new TreeMap<Integer, Double>();
    for (int power = minTxPower; power <= maxTxPower; power++) {
      cut.put(power, -1.0 * REGION.txPowerOffsets().get(power));
    }
    return new AdrLimits(margin, snr, cut, minNbTrans, maxNbTrans);
  }
}
