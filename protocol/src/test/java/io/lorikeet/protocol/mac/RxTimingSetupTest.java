package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.RxTimingSetup.RXTimingSetupAns;
import io.lorikeet.protocol.mac.RxTimingSetup.RXTimingSetupReq;
import org.junit.jupiter.api.Test;

class RxTimingSetupTest {

  @Test
  void movesTheWindowsAndIsDone() {
    Commands.down("0805", new RXTimingSetupReq(5));
    Commands.down("0800", new RXTimingSetupReq(0));
    Commands.downRead("08f5", new RXTimingSetupReq(5));
    Commands.up("08", new RXTimingSetupAns());
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RXTimingSetupReq(16));
  }
}
