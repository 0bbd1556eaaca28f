package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.NewChannel.NewChannelAns;
import io.lorikeet.protocol.mac.NewChannel.NewChannelReq;
import org.junit.jupiter.api.Test;

class NewChannelTest {

  @Test
  void definesAndRemoves() {
    Commands.down("0703184f8450", new NewChannelReq(3, 867_100_000, 0, 5));
    Commands.down("070300000000", new NewChannelReq(3, 0, 0, 0));
  }

  @Test
  void isAcceptedOnlyAsAWhole() {
    Commands.up("0703", new NewChannelAns(true, true));
    Commands.up("0701", new NewChannelAns(true, false));
    Commands.up("0702", new NewChannelAns(false, true));
    assertThat(new NewChannelAns(true, true).accepted()).isTrue();
    assertThat(new NewChannelAns(false, true).accepted()).isFalse();
    assertThat(new NewChannelAns(true, false).accepted()).isFalse();
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new NewChannelReq(256, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new NewChannelReq(0, 1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new NewChannelReq(0, 0, 16, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new NewChannelReq(0, 0, 0, 16));
  }
}
