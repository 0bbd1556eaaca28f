package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.RxParamSetup.RXParamSetupAns;
import io.lorikeet.protocol.mac.RxParamSetup.RXParamSetupReq;
import org.junit.jupiter.api.Test;

class RxParamSetupTest {

  @Test
  void movesTheWindows() {
    Commands.down("0503d2ad84", new RXParamSetupReq(0, 3, 869_525_000));
    Commands.down("0528d2ad84", new RXParamSetupReq(2, 8, 869_525_000));
    Commands.downRead("05a8d2ad84", new RXParamSetupReq(2, 8, 869_525_000));
  }

  @Test
  void countsIn200HzAt2400MHz() {
    Commands.down("050080d0b8", new RXParamSetupReq(0, 0, 2_422_400_000L));
    Commands.down("0500001bb7", new RXParamSetupReq(0, 0, 2_400_000_000L));
    Commands.down("0500ff1ab7", new RXParamSetupReq(0, 0, 1_199_999_900));
  }

  @Test
  void isAcceptedOnlyAsAWhole() {
    Commands.up("0507", new RXParamSetupAns(true, true, true));
    Commands.up("0506", new RXParamSetupAns(false, true, true));
    Commands.up("0505", new RXParamSetupAns(true, false, true));
    Commands.up("0503", new RXParamSetupAns(true, true, false));
    assertThat(new RXParamSetupAns(true, true, true).accepted()).isTrue();
    assertThat(new RXParamSetupAns(false, true, true).accepted()).isFalse();
    assertThat(new RXParamSetupAns(true, false, true).accepted()).isFalse();
    assertThat(new RXParamSetupAns(true, true, false).accepted()).isFalse();
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RXParamSetupReq(8, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new RXParamSetupReq(0, 16, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new RXParamSetupReq(0, 0, 868_100_050));
    assertThatIllegalArgumentException().isThrownBy(() -> new RXParamSetupReq(0, 0, -100));
    assertThatIllegalArgumentException().isThrownBy(() -> new RXParamSetupReq(0, 0, 1_200_000_000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RXParamSetupReq(0, 0, 2_400_000_100L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RXParamSetupReq(0, 0, 3_400_000_000L));
  }
}
