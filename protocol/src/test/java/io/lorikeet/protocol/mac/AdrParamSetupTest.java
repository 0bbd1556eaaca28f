package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.AdrParamSetup.ADRParamSetupAns;
import io.lorikeet.protocol.mac.AdrParamSetup.ADRParamSetupReq;
import org.junit.jupiter.api.Test;

class AdrParamSetupTest {

  @Test
  void setsTheLimitsAndIsDone() {
    Commands.down("0c65", new ADRParamSetupReq(6, 5));
    Commands.up("0c", new ADRParamSetupAns());
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ADRParamSetupReq(16, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ADRParamSetupReq(0, 16));
  }
}
