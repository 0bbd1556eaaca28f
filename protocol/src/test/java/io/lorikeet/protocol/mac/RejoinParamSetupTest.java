package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.RejoinParamSetup.RejoinParamSetupAns;
import io.lorikeet.protocol.mac.RejoinParamSetup.RejoinParamSetupReq;
import org.junit.jupiter.api.Test;

class RejoinParamSetupTest {

  @Test
  void setsHowOften() {
    Commands.down("0f53", new RejoinParamSetupReq(5, 3));
    Commands.up("0f01", new RejoinParamSetupAns(true));
    Commands.up("0f00", new RejoinParamSetupAns(false));
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RejoinParamSetupReq(16, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new RejoinParamSetupReq(0, 16));
  }
}
