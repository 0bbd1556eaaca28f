package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevAddrPrefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DevAddrBlocksTest {

  private final Random random = new Random(10);

  @Test
  void giveOneAddressWhereThereAreManyAndAChoiceWhereThereAreFew() {
    var many = DevAddrBlocks.parse(List.of("26000000/7"));
    var few = DevAddrBlocks.parse(List.of("fe000080/25"));

    assertThat(many.candidates(random, Set.of())).hasSize(1);
    assertThat(few.candidates(random, Set.of())).hasSize(DevAddrBlocks.CHOICES);
  }

  @Test
  void useAllPrefixesAsTheyAreLarge() {
    var blocks = DevAddrBlocks.parse(List.of("26010000/26", "27020000/27", "fe000080/27"));
    var inFirst = DevAddrPrefix.parse("26010000/26");
    var seen = new HashSet<DevAddr>();
    int first = 0;
    for (int i = 0; i < 4_000; i++) {
      for (var devAddr : blocks.candidates(random, Set.of())) {
        seen.add(devAddr);
        first += inFirst.contains(devAddr) ? 1 : 0;
      }
    }

    assertThat(seen).hasSize(128);
    assertThat(first).isBetween(3_700, 4_300);
  }

  @Test
  void neverGiveWhatTheDeviceHas() {
    var blocks = DevAddrBlocks.parse(List.of("26010000/29"));
    var taken = Set.of(DevAddr.parse("26010000"), DevAddr.parse("26010005"));
    for (int i = 0; i < 100; i++) {
      assertThat(blocks.candidates(random, taken)).doesNotContainAnyElementsOf(taken);
    }
  }

  @Test
  void keepTheFullestAddressNearTheAverage() {
    var blocks = DevAddrBlocks.parse(List.of("fe000080/25"));
    var devices = new HashMap<DevAddr, Integer>();
    for (int i = 0; i < 12_800; i++) {
      var least =
          blocks.candidates(random, Set.of()).stream()
              .min((one, other) -> devices.getOrDefault(one, 0) - devices.getOrDefault(other, 0))
              .orElseThrow();
      devices.merge(least, 1, Integer::sum);
    }

    assertThat(devices.values()).allMatch(count -> count > 90 && count < 105);
  }

  @Test
  void areRefusedWhenTheyOverlapOrAreTooFew() {
    assertThatThrownBy(() -> DevAddrBlocks.parse(List.of("26000000/7", "26010000/16")))
        .hasMessageContaining("26000000/7");
    assertThatThrownBy(() -> DevAddrBlocks.parse(List.of("26000000/30")))
        .hasMessageContaining("4 addresses");
    assertThatThrownBy(() -> DevAddrBlocks.parse(List.of())).hasMessageContaining("0 addresses");
  }
}
