package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lorikeet.protocol.mac.PingSlotChannel.PingSlotChannelAns;
import io.lorikeet.protocol.mac.PingSlotChannel.PingSlotChannelReq;
import org.junit.jupiter.api.Test;

class PingSlotChannelTest {

  @Test
  void movesThePingSlots() {
    Commands.down("11d2ad8403", new PingSlotChannelReq(869_525_000, 3));
    Commands.down("1100000000", new PingSlotChannelReq(0, 0));
    Commands.downRead("11d2ad84f3", new PingSlotChannelReq(869_525_000, 3));
  }

  @Test
  void isAcceptedOnlyAsAWhole() {
    Commands.up("1103", new PingSlotChannelAns(true, true));
    Commands.up("1101", new PingSlotChannelAns(true, false));
    Commands.up("1102", new PingSlotChannelAns(false, true));
    assertThat(new PingSlotChannelAns(true, true).accepted()).isTrue();
    assertThat(new PingSlotChannelAns(false, true).accepted()).isFalse();
    assertThat(new PingSlotChannelAns(true, false).accepted()).isFalse();
  }

  @Test
  void saysNothingThatCannotBeSaid() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PingSlotChannelReq(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PingSlotChannelReq(0, 16));
  }
}
