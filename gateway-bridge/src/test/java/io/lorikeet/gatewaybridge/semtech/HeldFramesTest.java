package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldFramesTest {

  private final SettleTime settleTime = new SettleTime();
  private final HeldFrames held =
      new HeldFrames(
          new SemtechSettings.Hold(
              Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30), 3, 3, 3),
          settleTime);

  @Test
  void aFrameIsDueAfterLongerAndLongerPauses() {
    held.add(frame(1), 0);

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
    held.add(frame(1, "4001020304000000"), 0);
    allTake(2_500, 2_600);

    assertThat(held.resend(4_900, frame -> {})).isZero();
    assertThat(held.resend(5_000, frame -> {})).isEqualTo(1);
  }

  @Test
  void whenFramesAreFastAgainWhatIsHeldIsDueAsBefore() {
    held.add(frame(1, "4001020304000000"), 0);
    allTake(2_500, 700);
    allTake(200, 900);

    assertThat(held.resend(1_000, frame -> {})).isEqualTo(1);
  }

  @Test
  void howeverLongFramesTakeAFrameIsHandedOverAgainBeforeItIsGivenUp() {
    held.add(frame(1, "4001020304000000"), 0);
    allTake(60_000, 5_000);

    assertThat(held.resend(9_900, frame -> {})).isZero();
    assertThat(held.resend(10_000, frame -> {})).isEqualTo(1);
  }

  @Test
  void howLongFramesTookIsForgottenWhenNoneIsSettledForLong() {
    allTake(2_500, 0);
    held.add(frame(1, "4001020304000000"), 10_000);

    assertThat(held.resend(11_000, frame -> {})).isEqualTo(1);
  }

  @Test
  void whatANodeTookWithItDoesNotMakeTheOthersWait() {
    held.add(frame(1, "4001020304000000"), 0);
    held.resendAll(9_000, frame -> {});
    held.settle(1, 9_300);
    held.add(frame(2, "4009090909000000"), 9_400);

    assertThat(held.resend(10_400, frame -> {})).isEqualTo(1);
  }

  @Test
  void onlyWhatIsNotSettledIsDue() {
    held.add(frame(1), 0);
    held.add(frame(2), 0);
    held.add(frame(3), 500);
    held.settle(1, 600);
    held.settle(9, 600);

    var due = new ArrayList<UplinkFrame>();
    held.resend(1000, due::add);

    assertThat(due).extracting(UplinkFrame::receptionId).isEqualTo(List.of(2L));
  }

  @Test
  void whatHasBeenHeldForTooLongIsForgotten() {
    held.add(frame(1), 0);
    held.add(frame(2), 1000);
    assertThat(held.full()).isFalse();
    held.add(frame(3), 29_000);
    assertThat(held.full()).isTrue();

    assertThat(held.expire(29_999, id -> {})).isZero();
    assertThat(held.expire(31_000, id -> {})).isEqualTo(2);
    assertThat(held.size()).isEqualTo(1);
    assertThat(held.expire(100_000, id -> {})).isEqualTo(1);
    assertThat(held.isEmpty()).isTrue();
  }

  @Test
  void whatIsHeldOfADeviceGoesBeforeItsNextFrame() {
    held.add(frame(1, "4001020304000000"), 0);
    held.add(frame(2, "4009090909000000"), 0);
    held.add(frame(3, "8001020304000100"), 500);

    var again = new ArrayList<UplinkFrame>();
    int count = held.resendBefore(frame(4, "4001020304000200"), 1600, again::add);

    assertThat(again).extracting(UplinkFrame::receptionId).isEqualTo(List.of(1L, 3L));
    assertThat(count).isEqualTo(2);
  }

  @Test
  void aFrameThatADeviceSendsAgainHasNothingHandedOverThatIsTheSame() {
    held.add(frame(1, "8001020304000000"), 0);

    assertThat(held.resendBefore(frame(2, "8001020304000000"), 1_600, frame -> {})).isZero();
  }

  @Test
  void aFrameThatWasSentAgainAndAgainGoesOnceBeforeTheNextOne() {
    held.add(frame(1, "8001020304000000"), 0);
    held.add(frame(2, "8001020304000000"), 3_000);

    var again = new ArrayList<UplinkFrame>();
    held.resendBefore(frame(3, "8001020304000100"), 6_000, again::add);

    assertThat(again).extracting(UplinkFrame::receptionId).isEqualTo(List.of(1L));
  }

  @Test
  void whatHasJustBeenHandedOverIsNotHandedOverAgain() {
    held.add(frame(1, "4001020304000000"), 0);

    assertThat(held.resendBefore(frame(2, "4001020304000100"), 400, frame -> {})).isZero();
  }

  @Test
  void aFrameThatIsDueDoesNotOvertakeTheOlderOnesOfItsDevice() {
    held.add(frame(1, "4001020304000000"), 0);
    held.resend(1000, frame -> {});
    held.add(frame(2, "4001020304000100"), 1500);

    var again = new ArrayList<UplinkFrame>();
    held.resend(2500, again::add);

    assertThat(again).extracting(UplinkFrame::receptionId).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void whatANodeTookWithItIsHandedOverAgainInOrderAndAtOnce() {
    held.add(frame(1, "4001020304000000"), 0);
    held.add(frame(2, "4009090909000000"), 100);
    held.add(frame(3, "4001020304000100"), 200);
    held.settle(2, 250);

    var again = new ArrayList<UplinkFrame>();
    int count = held.resendAll(300, again::add);

    assertThat(again).extracting(UplinkFrame::receptionId).isEqualTo(List.of(1L, 3L));
    assertThat(count).isEqualTo(2);
    assertThat(held.resend(5200, frame -> {})).as("it has just been done").isZero();
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
