package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.Reset.ResetConf;
import io.lorikeet.protocol.mac.Reset.ResetInd;
import org.junit.jupiter.api.Test;

class ResetTest {

  @Test
  void saysTheVersionsOfBoth() {
    Commands.up("0101", new ResetInd(1));
    Commands.down("0101", new ResetConf(1));
  }

  @Test
  void ignoresReservedBits() {
    Commands.upRead("01f1", new ResetInd(1));
    Commands.downRead("01f0", new ResetConf(0));
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ResetInd(16));
    assertThatIllegalArgumentException().isThrownBy(() -> new ResetConf(-1));
  }
}
