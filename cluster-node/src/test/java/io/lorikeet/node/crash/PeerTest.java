package io.lorikeet.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeerTest {

  /** Not zero, and near the end of what a long can say: such a clock may start anywhere. */
  private static final long START = Long.MAX_VALUE - Duration.ofMillis(300).toNanos();

  private final Peer peer = new Peer();

  private static long after(int millis) {
    return START + Duration.ofMillis(millis).toNanos();
  }

  private void isWell() {
    peer.opened();
    peer.heard(START);
  }

  private void isGone() {
    isWell();
    peer.ended(START);
    peer.refused();
    peer.refused();
  }

  @Test
  void aPeerOfWhichNothingIsKnownIsNeitherThereNorGone() {
    assertThat(peer.isThere(START)).isFalse();
    assertThat(peer.isGone(after(60_000))).isFalse();
  }

  @Test
  void aPeerThatIsHeardAndWhoseLineIsOpenIsThere() {
    isWell();

    assertThat(peer.isThere(after(599))).isTrue();
    assertThat(peer.isThere(after(600))).as("silent for too long").isFalse();
  }

  @Test
  void aPeerIsGoneWhenItsLineHasEndedItsPortRefusesAndItIsSilent() {
    isGone();

    assertThat(peer.isThere(after(1))).isFalse();
    assertThat(peer.isGone(after(599))).isFalse();
    assertThat(peer.isGone(after(600))).isTrue();
  }

  @Test
  void aHaltedProcessIsNotGoneHoweverLongItIsSilent() {
    isWell();

    assertThat(peer.isGone(after(60_000))).isFalse();
    assertThat(peer.isThere(after(60_000))).isFalse();
  }

  @Test
  void aNetworkThatRefusesForThePeerIsNoProof() {
    isWell();
    peer.refused();
    peer.refused();
    peer.refused();

    assertThat(peer.isGone(after(60_000))).isFalse();
  }

  @Test
  void aProxyThatHasEndedBeforeThePeerIsNoProofWhateverHappensLater() {
    isGone();
    peer.heard(after(401));

    assertThat(peer.isGone(after(60_000))).isFalse();
  }

  @Test
  void whatWasUnderWayWhenItEndedDoesNotSpeakForIt() {
    isGone();
    peer.heard(after(400));

    assertThat(peer.isGone(after(999))).isFalse();
    assertThat(peer.isGone(after(1_000))).isTrue();
    assertThat(peer.isGone(after(1_000), Duration.ofSeconds(1))).isFalse();
  }

  @Test
  void oneRefusalIsNoProof() {
    isWell();
    peer.ended(START);
    peer.refused();

    assertThat(peer.isGone(after(1_000))).isFalse();
  }

  @Test
  void aPeerWhoseMachineDoesNotAnswerMayBeWell() {
    isWell();
    peer.ended(START);
    peer.refused();
    peer.notReached();
    peer.refused();

    assertThat(peer.isGone(after(1_000))).isFalse();
  }

  @Test
  void whoListensAgainIsNotGone() {
    isGone();
    peer.opened();

    assertThat(peer.isGone(after(1_000))).isFalse();
    peer.heard(after(1_000));
    assertThat(peer.isThere(after(1_000))).isTrue();
  }

  @Test
  void aProcessThatNeverSaidThatItIsThereIsLeftToTheFailureDetector() {
    peer.opened();
    peer.ended(START);
    peer.refused();
    peer.refused();

    assertThat(peer.isGone(after(60_000))).isFalse();
  }
}
