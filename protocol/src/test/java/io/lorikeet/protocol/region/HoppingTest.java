package io.lorikeet.protocol.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.protocol.id.DevAddr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoppingTest {

  @ParameterizedTest
  @CsvSource({"0, 923300000", "128, 923900000", "1024, 923300000", "1152, 923900000"})
  void beaconsOfUs915TakeTheChannelsInTurn(long gpsSeconds, long frequency) {
    var beacon = Region.named("US915").orElseThrow().classB(0).beacon();

    assertThat(beacon.frequencyHz(gpsSeconds)).isEqualTo(frequency);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, 0, 923300000",
    "00000003, 0, 925100000",
    "00000003, 640, 923300000",
    "ffffffff, 0, 927500000"
  })
  void pingSlotsOfUs915AreSpreadOverTheDevices(String devAddr, long gpsSeconds, long frequency) {
    var slot = Region.named("US915").orElseThrow().classB(0).pingSlot();

    assertThat(slot.frequencyHz(DevAddr.parse(devAddr), gpsSeconds)).isEqualTo(frequency);
  }

  @Test
  void europeHopsNowhere() {
    var classB = Region.EU868.classB(868_100_000);

    assertThat(classB.beacon().frequencyHz(128_000)).isEqualTo(869_525_000);
    assertThat(classB.pingSlot().frequencyHz(new DevAddr(7), 128)).isEqualTo(869_525_000);
  }

  @ParameterizedTest
  @CsvSource({
    "CN470_20A, 470900000, 483900000, 483900000",
    "CN470_20A, 504100000, 490300000, 490300000",
    "CN470_20B, 479900000, 481500000, 476900000",
    "CN470_20B, 499900000, 501500000, 496900000",
    "CN470_26A, 474300000, 494900000, 494900000",
    "CN470_26B, 480300000, 504900000, 504900000"
  })
  void inChinaTheChannelOfTheJoinDecides(String name, long joinHz, long beaconHz, long slotHz) {
    var region = Region.named(name).orElseThrow();
    var classB = region.classB(joinHz);

    assertThat(region.classBByRx2(region.joinRx2Frequency(joinHz))).isEqualTo(classB);
    assertThat(classB.beacon().frequencyHz(0)).isEqualTo(beaconHz);
    assertThat(classB.pingSlot().frequencyHz(new DevAddr(0), 0)).isEqualTo(slotHz);
  }
}
