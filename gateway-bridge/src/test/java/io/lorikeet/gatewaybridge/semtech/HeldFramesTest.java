package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.router.UplinkFrame.Settled;
import io.lorikeet.protocol.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldFramesTest {

  private static final int UNDER_WAY = ConcurrencyLimit.LEAST;

  private static final SemtechSettings.Hold SETTINGS =
      new SemtechSettings.Hold(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          3,
          3,
          UNDER_WAY,
          Duration.ofMillis(600),
          3);

  private final List<Long> superseded = new ArrayList<>();
  private final SettleTime settleTime = new SettleTime();
  private final ConcurrencyLimit limit = new ConcurrencyLimit(UNDER_WAY, 600);
  private final HeldFrames held =
      new HeldFrames(SETTINGS, settleTime, limit, id -> superseded.add(id));
  private final List<Long> routed = new ArrayList<>();

  @Test
  void aFrameIsDueAfterLongerAndLongerPauses() {
    held.add(frame(1), 0, this::route);

    var due = new ArrayList<Integer>();
    for (int second = 0; second < 30; second++) {
      if (held.resend(second * 1000, frame -> {}) > 0) {
        due.add(second);
      }
    }

    assertThat(due).containsExactly(1, 3, 7, 12, 17, 22, 27);
  }

  @Test
  void whileFramesTakeLongNoneIsDueBeforeTwiceThatTime() {
    held.add(frame(1, "4001020304000000"), 0, this::route);
    allTake(2_500, 2_600);

    assertThat(held.resend(4_900, frame -> {})).isZero();
    assertThat(held.resend(5_000, frame -> {})).isEqualTo(1);
  }

  @Test
  void whenFramesAreFastAgainWhatIsHeldIsDueAsBefore() {
    held.add(frame(1, "4001020304000000"), 0, this::route);
    allTake(2_500, 700);
    allTake(200, 900);

    assertThat(held.resend(1_000, frame -> {})).isEqualTo(1);
  }

  @Test
  void howeverLongFramesTakeAFrameIsHandedOverAgainBeforeItIsGivenUp() {
    held.add(frame(1, "4001020304000000"), 0, this::route);
    allTake(60_000, 5_000);

    assertThat(held.resend(9_900, frame -> {})).isZero();
    assertThat(held.resend(10_000, frame -> {})).isEqualTo(1);
  }

  @Test
  void howLongFramesTookIsForgottenWhenNoneIsSettledForLong() {
    allTake(2_500, 0);
    held.add(frame(1, "4001020304000000"), 10_000, this::route);

    assertThat(held.resend(11_000, frame -> {})).isEqualTo(1);
  }

  @Test
  void whatANodeTookWithItDoesNotMakeTheOthersWait() {
    held.add(frame(1, "4001020304000000"), 0, this::route);
    held.resendAll(9_000, frame -> {});
    settle(1, 9_300);
    held.add(frame(2, "4009090909000000"), 9_400, this::route);

    assertThat(held.resend(10_400, frame -> {})).isEqualTo(1);
  }

  @Test
  void onlyWhatIsNotSettledIsDue() {
    held.add(frame(1), 0, this::route);
    held.add(frame(2), 0, this::route);
    held.add(frame(3), 500, this::route);
    settle(1, 600);
    settle(9, 600);

    var due = new ArrayList<UplinkFrame>();
    held.resend(1000, due::add);

    assertThat(due).extracting(UplinkFrame::receptionId).isEqualTo(List.of(2L));
  }

  @Test
  void whatHasBeenHeldForTooLongIsForgotten() {
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 1000, this::route);
    assertThat(held.full()).isFalse();
    held.add(frame(3, "4003030303000000"), 29_000, this::route);
    assertThat(held.full()).isTrue();

    assertThat(held.expire(29_999, id -> {})).isZero();
    assertThat(held.expire(31_000, id -> {})).isEqualTo(2);
    assertThat(held.size()).isEqualTo(1);
    assertThat(held.expire(100_000, id -> {})).isEqualTo(1);
    assertThat(held.isEmpty()).isTrue();
    assertThat(limit.underWay()).isZero();
  }

  @Test
  void aJoinRequestIsForgottenWhenItCannotBeAnsweredAnyMore() {
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "0001010101010101"), 0, this::route);

    assertThat(held.expire(5_999, id -> {})).isZero();
    assertThat(held.expire(6_000, id -> {})).isEqualTo(1);
  }

  @Test
  void whatIsHeldOfADeviceGoesBeforeItsNextFrame() {
    held.add(frame(1, "4001020304000000"), 0, this::route);
    held.add(frame(2, "4009090909000000"), 0, this::route);
    held.add(frame(3, "8001020304000100"), 500, this::route);

    routed.clear();
    int again = held.add(frame(4, "4001020304000200"), 1600, this::route);

    assertThat(routed).isEqualTo(List.of(1L, 3L, 4L));
    assertThat(again).isEqualTo(2);
  }

  @Test
  void aFrameThatADeviceSendsAgainHasNothingHandedOverThatIsTheSame() {
    held.add(frame(1, "8001020304000000"), 0, this::route);

    assertThat(held.add(frame(2, "8001020304000000"), 1_600, this::route)).isZero();
    assertThat(held.add(frame(3, "8001020304000000"), 4_000, this::route)).isZero();
    assertThat(routed).isEqualTo(List.of(1L, 2L, 3L));
  }

  @Test
  void aFrameThatWasSentAgainAndAgainGoesOnceBeforeTheNextOne() {
    held.add(frame(1, "8001020304000000"), 0, this::route);
    held.add(frame(2, "8001020304000000"), 3_000, this::route);

    routed.clear();
    held.add(frame(3, "8001020304000100"), 6_000, this::route);

    assertThat(routed).isEqualTo(List.of(1L, 3L));
  }

  @Test
  void whatHasJustBeenHandedOverIsNotHandedOverAgain() {
    held.add(frame(1, "4001020304000000"), 0, this::route);

    assertThat(held.add(frame(2, "4001020304000100"), 400, this::route)).isZero();
  }

  @Test
  void aFrameThatIsDueDoesNotOvertakeTheOlderOnesOfItsDevice() {
    held.add(frame(1, "4001020304000000"), 0, this::route);
    held.resend(1000, frame -> {});
    held.add(frame(2, "4001020304000100"), 1500, this::route);

    var again = new ArrayList<UplinkFrame>();
    held.resend(2500, again::add);

    assertThat(again).extracting(UplinkFrame::receptionId).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void whatANodeTookWithItIsHandedOverAgainInOrderAndAtOnce() {
    held.add(frame(1, "4001020304000000"), 0, this::route);
    held.add(frame(2, "4009090909000000"), 100, this::route);
    held.add(frame(3, "4001020304000100"), 200, this::route);
    settle(2, 250);

    var again = new ArrayList<UplinkFrame>();
    int count = held.resendAll(300, again::add);

    assertThat(again).extracting(UplinkFrame::receptionId).isEqualTo(List.of(1L, 3L));
    assertThat(count).isEqualTo(2);
    assertThat(held.resend(5200, frame -> {})).as("it has just been done").isZero();
  }

  @Test
  void whatTheNetworkDoesNotTakeStandsInLineAndTheNewestAndTheOldestGoInTurns() {
    oneIsUnderWayAndRoomFor(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 10, this::route);
    held.add(frame(3, "4003030303000000"), 20, this::route);
    held.add(frame(4, "4004040404000000"), 25, this::route);
    assertThat(routed).isEmpty();

    limit.leave();
    limit.leave();
    limit.leave();
    held.next(9, 30, this::route);

    assertThat(routed).isEqualTo(List.of(4L, 1L, 3L));
  }

  @Test
  void ofADeviceTheOldestGoesFirstWhateverWaits() {
    oneIsUnderWayAndRoomFor(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 10, this::route);
    held.add(frame(3, "4001010101000100"), 20, this::route);

    limit.leave();
    held.next(9, 30, this::route);

    assertThat(routed).isEqualTo(List.of(1L, 3L));
  }

  @Test
  void theOldestHasItsTurnWhileNewerOnesKeepComing() {
    oneIsUnderWayAndRoomFor(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);

    for (int i = 1; i <= 4; i++) {
      held.add(frame(2 * i, "40020202020%d00".formatted(i)), i, this::route);
      held.add(frame(2 * i + 1, "40030303030%d00".formatted(i)), i, this::route);
      limit.leave();
      held.next(1, i, this::route);
    }

    assertThat(routed).contains(1L);
  }

  @Test
  void veryManyOfADeviceGoInOrderAndTheLastOnesWithAnotherTurn() {
    oneIsUnderWayAndRoomFor(0);
    for (int i = 0; i < 100; i++) {
      held.add(frame(i, "4001010101%02x0000".formatted(i)), i, this::route);
    }

    limit.leave();
    held.next(1, 200, this::route);
    assertThat(routed).hasSize(64);
    releaseAll();
    held.next(2, 210, this::route);

    assertThat(routed).isSorted().hasSize(100);
  }

  @Test
  void whereOtherGatewaysHaveAllTurnsAGatewayHasOneNevertheless() {
    othersTakeAllBut(0);

    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 10, this::route);
    assertThat(routed).isEqualTo(List.of(1L));
    settle(1, 250);
    held.next(2, 250, this::route);

    assertThat(routed).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void whatIsLostOnItsWayDoesNotKeepOthersFromGoing() {
    othersTakeAllBut(1);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 10, this::route);
    assertThat(routed).isEqualTo(List.of(1L));

    held.resend(1_000, this::route);

    assertThat(routed).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void theTimeInLineIsNotTheNetworks() {
    othersTakeAllBut(1);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 10, this::route);
    held.resend(1_000, this::route);
    settle(2, 60_000);

    held.next(1, 60_000, this::route);
    settle(1, 60_200);

    assertThat(settleTime.patienceMillis(60_200)).isLessThan(2 * (60_000 + 1_200) / 32);
    assertThat(routed).isEqualTo(List.of(1L, 2L, 1L));
  }

  @Test
  void whatStandsInLineGivesItsPlaceToTheSameFrameThatItsDeviceSendsAgain() {
    oneIsUnderWayAndRoomFor(0);
    held.add(frame(1, "8001010101000000"), 0, this::route);
    held.add(frame(2, "8001010101000000"), 3_000, this::route);

    assertThat(superseded).isEqualTo(List.of(1L));
    assertThat(held.size()).isEqualTo(2);
  }

  @Test
  void whatStandsInLineIsSettledWithTheSameFrameThatItsDeviceHasSentAgain() {
    othersTakeAllBut(2);
    held.add(frame(1, "8001010101000000"), 0, this::route);
    held.add(frame(2, "8001010101000000"), 900, this::route);
    limit.enter();
    held.resend(1_000, this::route);

    settle(2, 1_300);

    assertThat(superseded).isEqualTo(List.of(1L));
    assertThat(held.isEmpty()).isTrue();
    assertThat(limit.underWay()).isEqualTo(UNDER_WAY - 1);
  }

  @Test
  void whoeverReplaysAFrameDoesNotMoveItBehindTheNextOnes() {
    oneIsUnderWayAndRoomFor(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4001010101000100"), 10_000, this::route);
    held.add(frame(3, "4001010101000000"), 20_000, this::route);

    assertThat(superseded).isEmpty();
    limit.leave();
    held.next(1, 20_010, this::route);

    assertThat(routed).isEqualTo(List.of(1L, 2L, 3L));
  }

  @Test
  void whoeverReplaysAFrameThatIsUnderWayDoesNotHaveTheNextOneOvertakeIt() {
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4001010101000100"), 10_000, this::route);
    routed.clear();

    held.add(frame(3, "4001010101000000"), 20_000, this::route);

    assertThat(routed).isEqualTo(List.of(1L, 2L, 3L));
  }

  @Test
  void whatWasRefusedDoesNotSettleTheOnesBefore() {
    othersTakeAllBut(2);
    held.add(frame(1, "8001010101000000"), 0, this::route);
    held.add(frame(2, "8001010101000000"), 900, this::route);
    limit.enter();
    held.resend(1_000, this::route);

    held.settle(new Settled(2, Outcome.OVERLOADED), 1_300);

    assertThat(superseded).isEmpty();
    assertThat(held.size()).isEqualTo(1);
  }

  @Test
  void theOldestInLineMakesRoomAndNothingThatIsUnderWay() {
    othersTakeAllBut(1);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    assertThat(held.dropOldest()).isEmpty();
    held.add(frame(2, "4002020202000000"), 10, this::route);
    held.add(frame(3, "4003030303000000"), 20, this::route);

    assertThat(held.dropOldest()).hasValue(2);
    assertThat(held.size()).isEqualTo(2);
  }

  @Test
  void aConnectionThatEndsHandsOverAllThatStandsInLine() {
    oneIsUnderWayAndRoomFor(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 10, this::route);
    held.add(frame(3, "4001010101000100"), 20, this::route);

    held.flush(30, this::route);
    held.clear();

    assertThat(routed).isEqualTo(List.of(1L, 3L, 2L));
    assertThat(limit.underWay()).isEqualTo(UNDER_WAY - 1);
  }

  @Test
  void framesThatAreOverdueForLongSetTheLimitWhereNoneIsSettled() {
    var wide = new ConcurrencyLimit(100, 600);
    var gateway = new HeldFrames(SETTINGS, settleTime, wide, id -> {});
    for (int i = 0; i < 150; i++) {
      gateway.resend(100 * i, this::route);
      gateway.add(frame(i, "40%02x020202000000".formatted(i)), 100 * i, this::route);
    }
    assertThat(wide.limit()).as("nothing is settled").isLessThan(100);
  }

  @Test
  void framesThatAreDeliveredLateSetTheLimit() {
    var wide = new ConcurrencyLimit(100, 600);
    var gateway = new HeldFrames(SETTINGS, settleTime, wide, id -> {});
    for (int i = 0; i < 100; i++) {
      gateway.add(frame(i, "40%02x020202000000".formatted(i)), 0, this::route);
    }

    for (int i = 0; i < 20; i++) {
      gateway.settle(new Settled(i, Outcome.DELIVERED), 5_000 + 50 * i);
    }

    assertThat(wide.limit()).isEqualTo(50);
  }

  private void route(UplinkFrame frame) {
    routed.add(frame.receptionId());
  }

  private boolean settle(long id, long atMillis) {
    return held.settle(new Settled(id, Outcome.DELIVERED), atMillis);
  }

  /** Of this gateway, which then has no claim to a turn. */
  private void oneIsUnderWayAndRoomFor(int room) {
    othersTakeAllBut(room + 1);
    held.add(frame(-1, "4009090909000000"), 0, this::route);
    routed.clear();
  }

  private void releaseAll() {
    while (limit.underWay() > 0) {
      limit.leave();
    }
  }

  /** Other connections have so many under way that this many may follow. */
  private void othersTakeAllBut(int room) {
    for (int i = room; i < UNDER_WAY; i++) {
      limit.enter();
    }
  }

  /** Frames of other gateways. */
  private void allTake(long millis, long atMillis) {
    for (int i = 0; i < 500; i++) {
      settleTime.record(millis, atMillis);
    }
  }

  private static UplinkFrame frame(long id) {
    return frame(id, "");
  }

  private static UplinkFrame frame(long id, String phy) {
    return new UplinkFrame(
        id,
        Payload.ofHex(phy),
        Radio.fsk(868_800_000, 50_000),
        new Reception(
            Rig.GATEWAY,
            "roof",
            0,
            Rig.START,
            new Reception.Signal(0, 0),
            new Reception.Path(0, 0, 0),
            Reception.Fix.NONE),
        TestInbox.<UplinkFrame.Settled>create().getRef());
  }
}
