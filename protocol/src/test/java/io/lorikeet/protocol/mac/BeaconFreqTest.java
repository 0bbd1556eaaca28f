package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.BeaconFreq.BeaconFreqAns;
import io.lorikeet.protocol.mac.BeaconFreq.BeaconFreqReq;
import org.junit.jupiter.api.Test;

class BeaconFreqTest {

  @Test
  void movesTheBeacon() {
    Commands.down("13d2ad84", new BeaconFreqReq(869_525_000));
    Commands.down("13000000", new BeaconFreqReq(0));
    Commands.up("1301", new BeaconFreqAns(true));
    Commands.up("1300", new BeaconFreqAns(false));
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BeaconFreqReq(1));
  }
}
