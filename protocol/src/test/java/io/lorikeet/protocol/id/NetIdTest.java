package io.lorikeet.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetIdTest {

  @ParameterizedTest
  @CsvSource({
    "000000, 0, 00000000/7",
    "000013, 0, 26000000/7",
    "00003f, 0, 7e000000/7",
    "200010, 1, 90000000/8",
    "400001, 2, c0100000/12",
    "600001, 3, e0020000/15",
    "800001, 4, f0008000/17",
    "a00001, 5, f8002000/19",
    "c00053, 6, fc014c00/22",
    "e00001, 7, fe000080/25",
    "e00040, 7, fe002000/25"
  })
  void hasItsAddresses(String netId, int type, String prefix) {
    var its = NetId.parse(netId);

    assertThat(its.type()).isEqualTo(type);
    assertThat(its.devAddrs()).hasToString(prefix);
    var first = its.devAddrs().pick(0);
    var last = its.devAddrs().pick(-1);
    for (var devAddr : new DevAddr[] {first, last}) {
      assertThat(devAddr.isOf(its)).isTrue();
      assertThat(devAddr.type()).isEqualTo(type);
      assertThat(devAddr.nwkId()).isEqualTo(its.nwkId());
    }
    assertThat(first.nwkAddr()).isZero();
    assertThat(last.nwkAddr()).isEqualTo((int) its.devAddrs().size() - 1);
    assertThat(new DevAddr(last.value() + 1).isOf(its)).isFalse();
    assertThat(new DevAddr(first.value() - 1).isOf(its)).isFalse();
  }

  @Test
  void sharesItsAddressesWithOthersThatDifferInHigherBits() {
    assertThat(NetId.parse("000053").devAddrs()).isEqualTo(NetId.parse("000013").devAddrs());
  }

  @Test
  void isPrivateIfItIsOneOfTheFirstTwo() {
    assertThat(NetId.parse("000000").isPrivate()).isTrue();
    assertThat(NetId.parse("000001").isPrivate()).isTrue();
    assertThat(NetId.parse("000002").isPrivate()).isFalse();
  }

  @Test
  void isMissingInAddressesThatBeginWithEightOnes() {
    var none = DevAddr.parse("ff000001");

    assertThat(none.type()).isEqualTo(8);
    assertThatThrownBy(none::nwkId).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "26000000/7, 27ffffff, true",
    "26000000/7, 28000000, false",
    "00000000/0, 12345678, true"
  })
  void prefixesContainTheirAddresses(String prefix, String devAddr, boolean contained) {
    assertThat(DevAddrPrefix.parse(prefix).contains(DevAddr.parse(devAddr))).isEqualTo(contained);
  }

  @Test
  void prefixesContainNarrowerOnes() {
    var wide = DevAddrPrefix.parse("26000000/7");
    var narrow = DevAddrPrefix.parse("26010000/16");

    assertThat(wide.contains(narrow)).isTrue();
    assertThat(narrow.contains(wide)).isFalse();
    assertThat(narrow.size()).isEqualTo(65_536);
  }

  @ParameterizedTest
  @ValueSource(strings = {"26000000", "26000000/33", "26000000/x", "2600/7"})
  void prefixesAreNotReadFromAnythingElse(String text) {
    assertThatThrownBy(() -> DevAddrPrefix.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
