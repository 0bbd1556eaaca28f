package io.lorikeet.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MajorityTest {

  @Test
  void twoOfThreeGoOnWithoutTheThird() {
    var majority = new Majority(3, 2, 1);

    assertThat(majority.goesOn()).isTrue();
    assertThat(majority.isGone()).isFalse();
  }

  @Test
  void theLastOfThreeEnds() {
    var majority = new Majority(3, 1, 2);

    assertThat(majority.goesOn()).isFalse();
    assertThat(majority.isGone()).isTrue();
  }

  @Test
  void whoSeesOneGoneAndDoubtsTheOtherWaits() {
    var majority = new Majority(3, 1, 1);

    assertThat(majority.goesOn()).isFalse();
    assertThat(majority.isGone()).isFalse();
  }

  @Test
  void halvesWaitForTheResolver() {
    for (var half : new Majority[] {new Majority(2, 1, 1), new Majority(4, 2, 2)}) {
      assertThat(half.goesOn()).as("%s", half).isFalse();
      assertThat(half.isGone()).as("%s", half).isFalse();
    }
  }

  @Test
  void noTwoPartsGoOnWhereverAClusterIsCut() {
    for (int members = 1; members <= 12; members++) {
      for (int one = 0; one <= members; one++) {
        int other = members - one;
        var here = new Majority(members, one, other);
        var there = new Majority(members, other, one);

        assertThat(here.goesOn() && there.goesOn()).as("%s, %s", here, there).isFalse();
        assertThat(here.goesOn()).as("one goes on, the other ends").isEqualTo(there.isGone());
      }
    }
  }
}
