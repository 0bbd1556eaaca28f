package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.PingSlotInfo.PingSlotInfoAns;
import io.lorikeet.protocol.mac.PingSlotInfo.PingSlotInfoReq;
import org.junit.jupiter.api.Test;

class PingSlotInfoTest {

  @Test
  void saysHowOftenAndIsUnderstood() {
    Commands.up("1003", new PingSlotInfoReq(3));
    Commands.upRead("10fb", new PingSlotInfoReq(3));
    Commands.down("10", new PingSlotInfoAns());
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PingSlotInfoReq(8));
  }
}
