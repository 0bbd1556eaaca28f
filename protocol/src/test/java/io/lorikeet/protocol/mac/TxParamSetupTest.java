package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.TxParamSetup.TxParamSetupAns;
import io.lorikeet.protocol.mac.TxParamSetup.TxParamSetupReq;
import org.junit.jupiter.api.Test;

class TxParamSetupTest {

  @Test
  void limitsTimeAndPowerAndIsDone() {
    Commands.down("093d", new TxParamSetupReq(true, true, 13));
    Commands.down("0925", new TxParamSetupReq(true, false, 5));
    Commands.downRead("09e5", new TxParamSetupReq(true, false, 5));
    Commands.up("09", new TxParamSetupAns());
  }

  @Test
  void namesPowersByIndex() {
    assertThat(new TxParamSetupReq(false, false, 5).maxEirpDbm()).isEqualTo(16);
    assertThat(new TxParamSetupReq(false, false, 15).maxEirpDbm()).isEqualTo(36);
    assertThat(TxParamSetupReq.indexOf(16)).isEqualTo(5);
    assertThat(TxParamSetupReq.indexOf(17.9)).isEqualTo(5);
    assertThat(TxParamSetupReq.indexOf(2)).isZero();
    assertThat(TxParamSetupReq.indexOf(50)).isEqualTo(15);
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new TxParamSetupReq(false, false, 16));
  }
}
