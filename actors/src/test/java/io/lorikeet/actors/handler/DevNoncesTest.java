package io.lorikeet.actors.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.networkserver.LorawanVersion;
import org.junit.jupiter.api.Test;

class DevNoncesTest {

  @Test
  void aRandomNonceIsAcceptedOnceInAnyOrder() {
    var used = DevNonces.NONE.with(9).with(65_535).with(0);

    assertThat(used.accepts(9, LorawanVersion.V1_0_2)).isFalse();
    assertThat(used.accepts(65_535, LorawanVersion.V1_0_2)).isFalse();
    assertThat(used.accepts(0, LorawanVersion.V1_0_2)).isFalse();
    assertThat(used.accepts(8, LorawanVersion.V1_0_2)).isTrue();
    assertThat(used.bits().size()).isEqualTo(8_192);
  }

  @Test
  void aNonceThatCountsOnlyGoesUp() {
    var used = DevNonces.NONE.with(9);

    assertThat(used.accepts(8, LorawanVersion.V1_0_4)).isFalse();
    assertThat(used.accepts(9, LorawanVersion.V1_0_4)).isFalse();
    assertThat(used.accepts(10, LorawanVersion.V1_0_4)).isTrue();
  }

  @Test
  void noNonceIsAcceptedTwiceThoughTheVersionIsChangedInBetween() {
    var used = DevNonces.NONE.with(60_000).with(5);

    assertThat(used.accepts(60_000, LorawanVersion.V1_0_4)).isFalse();
    assertThat(used.accepts(5, LorawanVersion.V1_0_3)).isFalse();
    assertThat(used.accepts(60_000, LorawanVersion.V1_0_3)).isFalse();
  }
}
