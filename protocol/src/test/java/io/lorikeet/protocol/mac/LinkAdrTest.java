package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.LinkAdr.LinkADRAns;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRReq;
import org.junit.jupiter.api.Test;

class LinkAdrTest {

  @Test
  void setsDataRatePowerChannelsAndRepetitions() {
    Commands.down("0352ff0001", new LinkADRReq(5, 2, 0x00ff, 0, 1));
    Commands.down("03ff070062", new LinkADRReq(15, 15, 0x0007, 6, 2));
    Commands.downRead("03ff0700e2", new LinkADRReq(15, 15, 0x0007, 6, 2));
  }

  @Test
  void isAnsweredPartByPart() {
    Commands.up("0307", new LinkADRAns(true, true, true));
    Commands.up("0305", new LinkADRAns(true, false, true));
    Commands.up("0306", new LinkADRAns(false, true, true));
    Commands.up("0303", new LinkADRAns(true, true, false));
  }

  @Test
  void isAcceptedOnlyAsAWhole() {
    assertThat(new LinkADRAns(true, true, true).accepted()).isTrue();
    assertThat(new LinkADRAns(false, true, true).accepted()).isFalse();
    assertThat(new LinkADRAns(true, false, true).accepted()).isFalse();
    assertThat(new LinkADRAns(true, true, false).accepted()).isFalse();
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkADRReq(16, 0, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkADRReq(0, 16, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkADRReq(0, 0, 0x10000, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkADRReq(0, 0, 0, 8, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new LinkADRReq(0, 0, 0, 0, 16));
  }
}
