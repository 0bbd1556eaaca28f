package io.lorikeet.actors.networkserver.adr;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.adr.AdrHistory.Heard;
import org.junit.jupiter.api.Test;

class AdrHistoryTest {

  @Test
  void remembersWhatWasHeard() {
    var first = new Heard(4_294_967_295L, -2.49, 3);
    var second = new Heard(7, 12.5, 1);

    assertThat(AdrHistory.EMPTY.plus(first).plus(second).uplinks()).containsExactly(first, second);
  }

  @Test
  void forgetsTheOldestBeyondTwenty() {
    var history = AdrHistory.EMPTY;
    for (int fCnt = 0; fCnt < 50; fCnt++) {
      history = history.plus(new Heard(fCnt, 1, 1));
    }

    assertThat(history.size()).isEqualTo(AdrHistory.LIMIT);
    assertThat(history.uplinks().get(0).fCnt()).isEqualTo(30);
    assertThat(history.packed().size()).isEqualTo(140);
  }

  @Test
  void keepsWhatCannotBeSaidWithinItsRange() {
    assertThat(AdrHistory.EMPTY.plus(new Heard(1, 1e9, 900)).uplinks())
        .containsExactly(new Heard(1, 327.67, 255));
  }
}
