package io.lorikeet.simulator.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.mac.LinkAdr.LinkADRReq;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private final Adr adr = new Adr(Region.EU868, 0);
  private final BackOff backOff = new BackOff(adr);

  BackOffTest() {
    adr.reset(Set.of(0, 1, 2, 3));
    adr.apply(List.of(new LinkADRReq(2, 3, 0b1000, 0, 3)), Set.of(0, 1, 2, 3));
  }

  @Test
  void asksForAnAnswerAfter64Uplinks() {
    uplinks(63);
    assertThat(backOff.asks()).isFalse();

    uplinks(1);

    assertThat(backOff.asks()).isTrue();
    assertThat(adr.powerDb()).isEqualTo(-6);
  }

  @Test
  void becomesLouderThenSlowerThenUsesAllChannels() {
    uplinks(64 + 32);
    assertThat(adr.powerDb()).isZero();
    assertThat(adr.dataRate()).isEqualTo(2);

    uplinks(2 * 32);
    assertThat(adr.dataRate()).isZero();
    assertThat(adr.enabled()).containsExactly(3);

    uplinks(32);
    assertThat(adr.enabled()).containsExactly(0, 1, 2, 3);
    assertThat(adr.nbTrans()).isEqualTo(1);
    assertThat(backOff.asks()).isFalse();
  }

  @Test
  void anyDownlinkIsAnAnswer() {
    uplinks(95);
    backOff.onDownlink();
    uplinks(1);

    assertThat(backOff.asks()).isFalse();
    assertThat(adr.powerDb()).isEqualTo(-6);
  }

  @Test
  void theNetworkSetsWhenItDoesSo() {
    backOff.set(4, 2);
    uplinks(6);

    assertThat(adr.powerDb()).isZero();
  }

  private void uplinks(int count) {
    for (int i = 0; i < count; i++) {
      backOff.onUplink();
    }
  }
}
