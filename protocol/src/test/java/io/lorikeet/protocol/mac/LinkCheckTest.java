package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.mac.LinkCheck.LinkCheckAns;
import io.lorikeet.protocol.mac.LinkCheck.LinkCheckReq;
import org.junit.jupiter.api.Test;

class LinkCheckTest {

  @Test
  void asksAndAnswers() {
    Commands.up("02", new LinkCheckReq());
    Commands.down("021403", new LinkCheckAns(20, 3));
  }

  @Test
  void saysWhatCanBeSaid() {
    assertThat(LinkCheckAns.limited(-3.5, 0)).isEqualTo(new LinkCheckAns(0, 1));
    assertThat(LinkCheckAns.limited(12.7, 3)).isEqualTo(new LinkCheckAns(12, 3));
    assertThat(LinkCheckAns.limited(900, 900)).isEqualTo(new LinkCheckAns(254, 255));
  }
}
