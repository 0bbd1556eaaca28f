package io.lorikeet.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameCounterTest {

  @ParameterizedTest
  @CsvSource({
    "0, -1, 0",
    "65535, -1, 65535",
    "0, 0, 0",
    "1, 0, 1",
    "7, 7, 7",
    "9, 7, 9",
    "1, 65536, 65537",
    "0, 65535, 65536",
    "1, 65535, 65537",
    "6, 7, 65542",
    "65535, 4294901760, 4294967295"
  })
  void isCompletedFromTheLastOne(int fCnt16, long last, long full) {
    assertThat(FrameCounter.full(fCnt16, last)).isEqualTo(full);
  }

  @Test
  void doesNotStartAgainWhenItIsUsedUp() {
    assertThat(FrameCounter.full(0, FrameCounter.MAX)).isGreaterThan(FrameCounter.MAX);
  }
}
