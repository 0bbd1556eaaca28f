package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.frame.FrameCounter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissedTest {

  private static final Instant AT = Instant.parse("2026-05-01T12:00:00Z");

  private static Instant at(long seconds) {
    return AT.plusSeconds(seconds);
  }

  private static boolean allowed(List<Missed> missed, long fCnt, Instant heard) {
    return missed.stream().anyMatch(its -> its.allows(fCnt, heard));
  }

  @Test
  void countersWithoutAGapLeaveNothing() {
    assertThat(Missed.after(List.of(), FrameCounter.NONE, 0, AT)).isEmpty();
    assertThat(Missed.after(List.of(), 7, 8, AT)).isEmpty();
  }

  @Test
  void whatWasLeftOutMayComeIfItWasHeardBefore() {
    var missed = Missed.after(List.of(), 4, 7, at(20));

    assertThat(allowed(missed, 5, at(0))).isTrue();
    assertThat(allowed(missed, 6, at(10))).isTrue();
    assertThat(allowed(missed, 4, at(0))).as("was accepted").isFalse();
    assertThat(allowed(missed, 7, at(0))).as("was accepted").isFalse();
  }

  @Test
  void whatIsHeardAfterAHigherCounterIsAReplay() {
    var missed = Missed.after(List.of(), 4, 7, at(20));

    assertThat(allowed(missed, 6, at(21))).isFalse();
    assertThat(allowed(missed, 6, at(20))).isFalse();
    assertThat(allowed(missed, 6, AT.plusMillis(19_500))).as("clocks may differ").isFalse();
  }

  @Test
  void aCounterIsUsedUpByWhatCameLateAndBoundsThoseBelowIt() {
    var missed = Missed.without(Missed.after(List.of(), 4, 8, at(30)), 6, at(10));

    assertThat(allowed(missed, 6, at(10))).isFalse();
    assertThat(allowed(missed, 5, at(5))).isTrue();
    assertThat(allowed(missed, 5, at(12))).as("heard after 6").isFalse();
    assertThat(allowed(missed, 7, at(20))).isTrue();
    assertThat(Missed.without(Missed.after(List.of(), 4, 6, at(30)), 5, at(10))).isEmpty();
  }

  @Test
  void whatNoConnectionHoldsAnyMoreIsForgotten() {
    var missed = Missed.after(List.of(), 4, 7, at(0));

    assertThat(Missed.after(missed, 7, 8, at(60))).isEqualTo(missed);
    assertThat(Missed.after(missed, 7, 8, at(301))).isEmpty();
  }

  @Test
  void ofManyGapsTheNewestAreKept() {
    List<Missed> missed = List.of();
    for (int i = 0; i < 20; i++) {
      missed = Missed.after(missed, 10L * i, 10L * i + 10, at(i));
    }

    assertThat(missed).hasSize(8).last().isEqualTo(new Missed(191, 199, at(19)));
  }
}
