package io.lorikeet.gatewaybridge.semtech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneTest {

  @Test
  void aFullLaneTakesNothingUntilSomethingHasLeft() {
    var lane = new Lane(2000);
    assertThat(lane.claim(800)).isTrue();
    assertThat(lane.claim(800)).isTrue();
    assertThat(lane.claim(800)).isFalse();

    lane.release(800);

    assertThat(lane.claim(800)).isTrue();
  }

  @Test
  void oneFullLaneLeavesRoomForAnother() {
    var whole = new Lane(4000);
    var one = new Lane(2000, whole);
    var other = new Lane(2000, whole);
    assertThat(one.claim(1500)).isTrue();
    assertThat(one.claim(1500)).isFalse();

    assertThat(other.claim(1500)).isTrue();
  }

  @Test
  void allLanesTogetherTakeNoMoreThanTheWhole() {
    var whole = new Lane(2000);
    assertThat(new Lane(2000, whole).claim(1500)).isTrue();

    assertThat(new Lane(2000, whole).claim(1500)).isFalse();
  }
}
