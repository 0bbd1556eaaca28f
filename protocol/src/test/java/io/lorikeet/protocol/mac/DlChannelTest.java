package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.DlChannel.DlChannelAns;
import io.lorikeet.protocol.mac.DlChannel.DlChannelReq;
import org.junit.jupiter.api.Test;

class DlChannelTest {

  @Test
  void movesRx1() {
    Commands.down("0a03184f84", new DlChannelReq(3, 867_100_000));
  }

  @Test
  void isAcceptedOnlyAsAWhole() {
    Commands.up("0a03", new DlChannelAns(true, true));
    Commands.up("0a02", new DlChannelAns(false, true));
    Commands.up("0a01", new DlChannelAns(true, false));
    assertThat(new DlChannelAns(true, true).accepted()).isTrue();
    assertThat(new DlChannelAns(false, true).accepted()).isFalse();
    assertThat(new DlChannelAns(true, false).accepted()).isFalse();
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DlChannelReq(256, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new DlChannelReq(0, 1));
  }
}
