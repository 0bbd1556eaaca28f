package io.lorikeet.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CounterWidthTest {

  @Test
  void aDeviceOf16BitsKnowsNoMore() {
    assertThat(CounterWidth.BITS_16.atDevice(65_535)).isEqualTo(65_535);
    assertThat(CounterWidth.BITS_16.atDevice(65_536)).isZero();
    assertThat(CounterWidth.BITS_32.atDevice(65_536)).isEqualTo(65_536);
  }

  @Test
  void aCounterThatIsUsedUpDoesNotBecomeOneThatIsValid() {
    assertThat(CounterWidth.BITS_16.atDevice(FrameCounter.MAX + 1)).isGreaterThan(FrameCounter.MAX);
    assertThat(CounterWidth.BITS_32.atDevice(FrameCounter.MAX + 1)).isGreaterThan(FrameCounter.MAX);
  }
}
