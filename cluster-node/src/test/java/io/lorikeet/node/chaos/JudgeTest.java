package io.lorikeet.node.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final Fault KILLS = new Kills(Duration.ofSeconds(20));
  private static final Stage.Death DEATH = new Stage.Death(1, seconds(100), seconds(110));

  private final Incidents incidents = new Incidents();
  private final Uplinks uplinks = new Uplinks(incidents);

  private static long seconds(double seconds) {
    return Math.round(seconds * TimeUnit.SECONDS.toNanos(1));
  }

  private static Uplinks.Key key(int device, long fCnt) {
    return new Uplinks.Key(device, fCnt);
  }

  private Verdict judge(Fault fault) {
    return judge(fault, OptionalLong.empty());
  }

  private Verdict judge(Fault fault, OptionalLong refused) {
    return Judge.judge(
        fault,
        new Judge.Evidence(
            uplinks.between(0, Long.MAX_VALUE),
            incidents.between(0, Long.MAX_VALUE),
            List.of(DEATH),
            new Answers.Counts(1000, 990, 10),
            0,
            0,
            Optional.empty(),
            refused));
  }

  @Test
  void whatIsLostWhileTheStoreIsAwayMustHaveBeenCounted() {
    var store = new StoreAway(Duration.ofSeconds(30));
    uplinks.sent(key(1, 0), seconds(1));
    uplinks.sent(key(2, 0), seconds(2));

    assertThat(judge(store, OptionalLong.of(2)).violations()).isEmpty();
    assertThat(judge(store, OptionalLong.of(1)).violations())
        .containsExactly("2 lost, and of 1 frames nodes say that they refused or gave them up");
    assertThat(judge(store).violations()).hasSize(1);
  }

  @Test
  void uplinksThatWereRefusedAreReadFromTheMetricsOfANode() {
    assertThat(
            Refused.in(
                """
                # TYPE lorikeet_gateway_dropped_total counter
                lorikeet_gateway_dropped_total{reason="overloaded"} 7.0
                lorikeet_gateway_dropped_total{reason="bad_json"} 100.0
                lorikeet_gateway_dropped_total{reason="unacknowledged"} 1.2E3
                lorikeet_uplinks_total{outcome="delivered",reason=""} 1000.0
                lorikeet_uplinks_total{outcome="replayed",reason="f_cnt"} 500.0
                lorikeet_uplinks_total{outcome="overloaded",reason="queue"} 20.0
                """,
                3))
        .isEqualTo(20 + 403);
  }

  @Test
  void whatOnlyTheDeadNodeHadMayBeLost() {
    uplinks.sent(key(1, 0), seconds(99));
    uplinks.received(key(1, 0), 1, seconds(99));

    var verdict = judge(KILLS);

    assertThat(verdict.violations()).isEmpty();
    assertThat(verdict.figures().lost()).isOne();
    assertThat(verdict.figures().received()).isZero();
  }

  @Test
  void whatASurvivorHadMustBeDelivered() {
    uplinks.sent(key(1, 0), seconds(99));
    uplinks.received(key(1, 0), 1, seconds(99));
    uplinks.received(key(1, 0), 2, seconds(99));

    assertThat(judge(KILLS).violations())
        .containsExactly(
            "1 lost (expected: nothing lost that a survivor had): device-1/0 sent at 0.0 s");
  }

  @Test
  void aNodeThatDiesLongAfterItsAcknowledgementCountsAsASurvivor() {
    uplinks.sent(key(1, 0), seconds(84));
    uplinks.received(key(1, 0), 1, seconds(84));

    assertThat(judge(KILLS).figures().lostReceived()).isOne();
  }

  @Test
  void whatADeadNodeAcknowledgesBeforeItIsStartedAgainIsNotReceived() {
    uplinks.sent(key(1, 0), seconds(108));
    uplinks.received(key(1, 0), 1, seconds(109));
    uplinks.sent(key(2, 0), seconds(110));
    uplinks.received(key(2, 0), 1, seconds(111));

    assertThat(judge(KILLS).figures().lostReceived()).isOne();
  }

  @Test
  void whatADeviceGotAnAcknowledgementForMustBeDeliveredWhoeverHadIt() {
    uplinks.sent(key(1, 0), seconds(99));
    uplinks.acknowledged(key(1, 0));

    assertThat(judge(KILLS).violations()).containsExactly("1 acknowledged to the device and lost");
  }

  @Test
  void repetitionsUnderOneIdAreNoDuplicates() {
    uplinks.sent(key(1, 0), seconds(1));
    uplinks.delivered(key(1, 0), 7, "a", seconds(1.2));
    uplinks.delivered(key(1, 0), 7, "a", seconds(2));

    assertThat(judge(KILLS).violations()).isEmpty();
    assertThat(uplinks.deliveries()).isEqualTo(2);
  }

  @Test
  void anUplinkDeliveredUnderTwoIdsIsADuplicateAndACounterAcceptedTwice() {
    uplinks.sent(key(1, 0), seconds(1));
    uplinks.delivered(key(1, 0), 7, "a", seconds(1.2));
    uplinks.delivered(key(1, 0), 7, "b", seconds(2));

    var figures = judge(KILLS).figures();

    assertThat(figures.duplicated()).isOne();
    assertThat(figures.fCntTwice()).isOne();
  }

  @Test
  void theGapIsTheTimeUntilADeviceThatHadToWaitIsServed() {
    uplinks.sent(key(1, 0), seconds(100.1));
    uplinks.delivered(key(1, 0), 1, "a", seconds(111));
    uplinks.sent(key(1, 1), seconds(112));
    uplinks.delivered(key(1, 1), 2, "b", seconds(112.2));
    uplinks.sent(key(2, 0), seconds(130));
    uplinks.delivered(key(2, 0), 3, "c", seconds(130.2));

    var verdict = judge(KILLS);

    assertThat(verdict.figures().gaps().waits())
        .extracting(Gaps.Wait::time)
        .containsExactly(Duration.ofSeconds(11));
    assertThat(verdict.holds()).isTrue();
  }

  private List<Duration> waitsWithNextDeathAt130() {
    var deaths = List.of(DEATH, new Stage.Death(2, seconds(130), seconds(135)));
    return Gaps.after(deaths, uplinks.between(0, Long.MAX_VALUE)).waits().stream()
        .map(Gaps.Wait::time)
        .toList();
  }

  @Test
  void whatIsSentAfterTheNextDeathDidNotWaitForTheFirstOne() {
    uplinks.sent(key(1, 0), seconds(131));
    uplinks.delivered(key(1, 0), 1, "a", seconds(140));

    assertThat(waitsWithNextDeathAt130()).containsExactly(Duration.ofSeconds(10));
  }

  @Test
  void whatWasOnItsWayWhenTheNextNodeDiedWaitedForThatOne() {
    uplinks.sent(key(1, 0), seconds(129.5));
    uplinks.delivered(key(1, 0), 1, "a", seconds(139));
    uplinks.sent(key(2, 0), seconds(120));
    uplinks.delivered(key(2, 0), 2, "b", seconds(139));

    assertThat(waitsWithNextDeathAt130())
        .as("the second one had waited for the first one before")
        .containsExactly(Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ofSeconds(39));
  }

  @Test
  void aGapLongerThanDemandedIsAViolation() {
    uplinks.sent(key(1, 0), seconds(100.1));
    uplinks.delivered(key(1, 0), 1, "a", seconds(112.5));

    assertThat(judge(KILLS).violations())
        .containsExactly("a device of a dead node served again after 12.5 s (expected: 12 s)");
  }

  @Test
  void theOrderMattersOnlyWhereItIsDemanded() {
    uplinks.sent(key(1, 0), seconds(1));
    uplinks.sent(key(1, 1), seconds(2));
    uplinks.delivered(key(1, 1), 2, "b", seconds(3));
    uplinks.delivered(key(1, 0), 1, "a", seconds(4));

    assertThat(judge(KILLS).violations()).isEmpty();
    assertThat(judge(new BrokerAway(Duration.ofSeconds(10))).violations()).hasSize(1);
  }

  @Test
  void tooManyUnansweredConfirmedUplinksAreAViolationOfARollingRestart() {
    assertThat(judge(new RollingRestart()).violations())
        .containsExactly("1.00 % not answered in RX1 (expected: at most 0.50 %)");
  }
}
