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

  private final List<Long> repeated = new ArrayList<>();
  private final SettleTime settleTime = new SettleTime();
  private final ConcurrencyLimit limit = new ConcurrencyLimit(UNDER_WAY, 600);
  private final HeldFrames held =
      new HeldFrames(
          new SemtechSettings.Hold(
              Duration.ofSeconds(1),
              Duration.ofSeconds(5),
              Duration.ofSeconds(30),
              3,
              3,
              UNDER_WAY,
              Duration.ofMillis(600),
              3),
          settleTime,
          limit,
          id -> repeated.add(id));
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
    held.add(frame(1), 0, this::route);
    held.add(frame(2), 1000, this::route);
    assertThat(held.full()).isFalse();
    held.add(frame(3), 29_000, this::route);
    assertThat(held.full()).isTrue();

    assertThat(held.expire(29_999, id -> {})).isZero();
    assertThat(held.expire(31_000, id -> {})).isEqualTo(2);
    assertThat(held.size()).isEqualTo(1);
    assertThat(held.expire(100_000, id -> {})).isEqualTo(1);
    assertThat(held.isEmpty()).isTrue();
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
    assertThat(routed).isEqualTo(List.of(1L, 2L));
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
  void whatTheNetworkDoesNotTakeWaitsAndTheNewestGoesFirst() {
    othersTakeAllBut(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 10, this::route);
    held.add(frame(3, "4003030303000000"), 20, this::route);
    assertThat(routed).isEmpty();

    limit.leave(2);
    held.handOverWaiting(30, this::route);

    assertThat(routed).isEqualTo(List.of(3L, 2L));
  }

  @Test
  void ofADeviceTheOldestGoesFirstWhateverWaits() {
    othersTakeAllBut(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4002020202000000"), 10, this::route);
    held.add(frame(3, "4001010101000100"), 20, this::route);

    limit.leave(1);
    held.handOverWaiting(30, this::route);

    assertThat(routed).isEqualTo(List.of(1L, 3L));
  }

  @Test
  void theOldestHasItsTurnWhileNewerOnesKeepComing() {
    othersTakeAllBut(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);

    for (int i = 2; i <= 5; i++) {
      held.add(frame(i, "40020202020%d00".formatted(i)), i, this::route);
      held.add(frame(100 + i, "40030303030%d00".formatted(i)), i, this::route);
      limit.leave(1);
      held.handOverWaiting(i, this::route);
    }

    assertThat(routed).contains(1L);
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
  void whatWaitsGivesItsPlaceToTheSameFrameThatItsDeviceSendsAgain() {
    othersTakeAllBut(0);
    held.add(frame(1, "8001010101000000"), 0, this::route);
    held.add(frame(2, "8001010101000000"), 3_000, this::route);

    assertThat(repeated).isEqualTo(List.of(1L));
    assertThat(held.size()).isEqualTo(1);
  }

  @Test
  void whatHasWaitedForLongIsSettledWithTheSameFrameThatItsDeviceHasSentAgain() {
    othersTakeAllBut(2);
    held.add(frame(1, "8001010101000000"), 0, this::route);
    held.add(frame(2, "8001010101000000"), 900, this::route);
    limit.enter();
    held.resend(1_000, this::route);

    settle(2, 1_300);

    assertThat(repeated).isEqualTo(List.of(1L));
    assertThat(held.isEmpty()).isTrue();
    assertThat(limit.underWay()).isEqualTo(UNDER_WAY - 1);
  }

  @Test
  void whatWasRefusedDoesNotSettleTheOnesBefore() {
    othersTakeAllBut(2);
    held.add(frame(1, "8001010101000000"), 0, this::route);
    held.add(frame(2, "8001010101000000"), 900, this::route);
    limit.enter();
    held.resend(1_000, this::route);

    held.settle(new Settled(2, Outcome.OVERLOADED), 1_300);

    assertThat(repeated).isEmpty();
    assertThat(held.size()).isEqualTo(1);
  }

  @Test
  void theOldestThatWaitsMakesRoomAndNothingThatIsUnderWay() {
    othersTakeAllBut(1);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    assertThat(held.dropOldestWaiting()).isEmpty();
    held.add(frame(2, "4002020202000000"), 10, this::route);
    held.add(frame(3, "4003030303000000"), 20, this::route);

    assertThat(held.dropOldestWaiting()).hasValue(2);
    assertThat(held.size()).isEqualTo(2);
  }

  @Test
  void aConnectionThatEndsHandsOverAllThatWaits() {
    othersTakeAllBut(0);
    held.add(frame(1, "4001010101000000"), 0, this::route);
    held.add(frame(2, "4001010101000100"), 10, this::route);

    held.flush(20, this::route);
    held.clear();

    assertThat(routed).isEqualTo(List.of(1L, 2L));
    assertThat(limit.underWay()).isEqualTo(UNDER_WAY);
  }

  private void route(UplinkFrame frame) {
    routed.add(frame.receptionId());
  }

  private boolean settle(long id, long atMillis) {
    return held.settle(new Settled(id, Outcome.DELIVERED), atMillis);
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
