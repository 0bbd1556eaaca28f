package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.DevStatus.DevStatusAns;
import io.lorikeet.protocol.mac.DevStatus.DevStatusReq;
import org.junit.jupiter.api.Test;

class DevStatusTest {

  @Test
  void asksAndAnswers() {
    Commands.down("06", new DevStatusReq());
    Commands.up("06ff30", new DevStatusAns(DevStatusAns.UNKNOWN, -16));
    Commands.up("06001f", new DevStatusAns(DevStatusAns.EXTERNAL_POWER, 31));
    Commands.up("06fe00", new DevStatusAns(254, 0));
    Commands.up("06013f", new DevStatusAns(1, -1));
    Commands.up("060120", new DevStatusAns(1, -32));
  }

  @Test
  void ignoresReservedBits() {
    Commands.upRead("0601ff", new DevStatusAns(1, -1));
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DevStatusAns(256, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DevStatusAns(0, 32));
    assertThatIllegalArgumentException().isThrownBy(() -> new DevStatusAns(0, -33));
  }
}
