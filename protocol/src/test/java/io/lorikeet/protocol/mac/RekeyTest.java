package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.Rekey.RekeyConf;
import io.lorikeet.protocol.mac.Rekey.RekeyInd;
import org.junit.jupiter.api.Test;

class RekeyTest {

  @Test
  void saysTheVersionsOfBoth() {
    Commands.up("0b01", new RekeyInd(1));
    Commands.down("0b01", new RekeyConf(1));
  }

  @Test
  void ignoresReservedBits() {
    Commands.upRead("0bf1", new RekeyInd(1));
    Commands.downRead("0bf0", new RekeyConf(0));
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RekeyInd(16));
    assertThatIllegalArgumentException().isThrownBy(() -> new RekeyConf(-1));
  }
}
