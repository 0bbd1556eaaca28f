package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.DeviceMode.DeviceModeConf;
import io.lorikeet.protocol.mac.DeviceMode.DeviceModeInd;
import org.junit.jupiter.api.Test;

class DeviceModeTest {

  @Test
  void saysTheClassAndIsConfirmed() {
    Commands.up("2002", new DeviceModeInd(DeviceMode.CLASS_C));
    Commands.up("2000", new DeviceModeInd(DeviceMode.CLASS_A));
    Commands.down("2002", new DeviceModeConf(DeviceMode.CLASS_C));
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceModeInd(256));
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceModeConf(-1));
  }
}
