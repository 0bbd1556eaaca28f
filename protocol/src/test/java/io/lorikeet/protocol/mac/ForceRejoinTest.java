package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import org.junit.jupiter.api.Test;

class ForceRejoinTest {

  @Test
  void saysWhenAndHow() {
    Commands.down("0e1a25", new ForceRejoinReq(3, 2, 2, 5));
    Commands.downRead("0edaa5", new ForceRejoinReq(3, 2, 2, 5));
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ForceRejoinReq(8, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ForceRejoinReq(0, 8, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ForceRejoinReq(0, 0, 8, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ForceRejoinReq(0, 0, 0, 16));
  }
}
