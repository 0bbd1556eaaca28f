package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.DutyCycle.DutyCycleAns;
import io.lorikeet.protocol.mac.DutyCycle.DutyCycleReq;
import org.junit.jupiter.api.Test;

class DutyCycleTest {

  @Test
  void limitsAndIsDone() {
    Commands.down("0407", new DutyCycleReq(7));
    Commands.downRead("04f7", new DutyCycleReq(7));
    Commands.up("04", new DutyCycleAns());
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DutyCycleReq(16));
  }
}
