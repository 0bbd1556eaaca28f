package io.lorikeet.protocol.mac;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.region.PingSlot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingSlotTimesTest {

  private static final DevAddr DEV_ADDR = DevAddr.parse("26011bda");
  private static final Instant BEACON = GpsTime.utc(Duration.ofSeconds(128 * 10_000_000L));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void aBeaconPeriodHasAsManySlotsAsThePeriodicitySays(int periodicity) {
    var slots = new ArrayList<Instant>();
    var next = PingSlotTimes.next(DEV_ADDR, periodicity, BEACON);
    while (next.isBefore(BEACON.plusSeconds(128))) {
      slots.add(next);
      next = PingSlotTimes.next(DEV_ADDR, periodicity, next.plusNanos(1));
    }

    assertThat(slots).hasSize(128 >> periodicity);
    assertThat(slots.get(0)).isAfterOrEqualTo(BEACON.plusMillis(2_120));
    assertThat(slots.get(slots.size() - 1)).isBefore(BEACON.plusMillis(128_000 - 3_000 + 1));
    for (int i = 1; i < slots.size(); i++) {
      assertThat(Duration.between(slots.get(i - 1), slots.get(i)))
          .isEqualTo(Duration.ofMillis(960L << periodicity));
    }
  }

  @Test
  void aSlotChangesItsPlaceFromOneBeaconToTheNext() {
    var first = PingSlotTimes.next(DEV_ADDR, 7, BEACON);
    var second = PingSlotTimes.next(DEV_ADDR, 7, BEACON.plusSeconds(128));

    assertThat(Duration.between(first, second)).isNotEqualTo(Duration.ofSeconds(128));
  }

  @Test
  void whereARegionHopsTheFrequencyFollowsAddressAndBeacon() {
    var frequencies = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    long index = (0x26011bdaL + 10_000_000L) % 8;

    long beacon = PingSlotTimes.beaconTime(BEACON.plusSeconds(5));

    assertThat(new PingSlot(3, frequencies).frequencyHz(DEV_ADDR, beacon)).isEqualTo(index + 1);
    assertThat(new PingSlot(3, List.of(7L)).frequencyHz(DEV_ADDR, beacon)).isEqualTo(7);
  }
}
