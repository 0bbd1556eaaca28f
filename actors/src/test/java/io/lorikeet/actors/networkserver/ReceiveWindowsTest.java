package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacParameters.DeviceChannel;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.region.Region;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReceiveWindowsTest {

  private static final Radio SF9 = Radio.lora(867_100_000, 9, 125_000, "4/5");
  private static final MacParameters USES =
      new MacParameters(
          new LinkSettings(0, 0, 1),
          new TreeSet<>(Set.of(0)),
          new TreeMap<>(Map.of(0, new DeviceChannel(868_500_000, 0, 5, 869_525_000))),
          new MacParameters.Windows(3, 1, 3, 869_600_000),
          new MacParameters.Sending(0, false, false, 5),
          new MacParameters.ClassB(MacParameters.UNKNOWN, 0, 3, 0),
          MacParameters.Backoff.DEFAULT);

  @Test
  void afterDataTheWindowsAreThoseThatTheDeviceUses() {
    var windows = ReceiveWindows.afterData(Region.EU868, USES, SF9);

    assertThat(windows.rx1().radio().frequencyHz()).isEqualTo(867_100_000);
    assertThat(windows.rx1().radio().dataRateText()).isEqualTo("SF10BW125");
    assertThat(windows.rx1().delayMicros()).isEqualTo(3_000_000);
    assertThat(windows.rx2().radio().frequencyHz()).isEqualTo(869_600_000);
    assertThat(windows.rx2().radio().dataRateText()).isEqualTo("SF9BW125");
    assertThat(windows.rx2().delayMicros()).isEqualTo(4_000_000);
    assertThat(windows.rx2().powerDbm()).isGreaterThan(windows.rx1().powerDbm());
  }

  @Test
  void aChannelCanBeAnsweredOnAnotherFrequency() {
    var uplink = Radio.lora(868_500_000, 9, 125_000, "4/5");

    assertThat(ReceiveWindows.afterData(Region.EU868, USES, uplink).rx1().radio().frequencyHz())
        .isEqualTo(869_525_000);
  }

  @Test
  void afterAJoinTheyAreThoseOfTheRegion() {
    var windows = ReceiveWindows.afterJoin(Region.EU868, SF9);

    assertThat(windows.rx1().radio().dataRateText()).isEqualTo("SF9BW125");
    assertThat(windows.rx1().delayMicros()).isEqualTo(5_000_000);
    assertThat(windows.rx2().radio().frequencyHz()).isEqualTo(869_525_000);
    assertThat(windows.rx2().delayMicros()).isEqualTo(6_000_000);
  }

  @Test
  void afterARejoinTheyComeAsLateButAsTheDeviceIsSet() {
    var windows = ReceiveWindows.afterRejoin(Region.EU868, USES, SF9);

    assertThat(windows.rx1().radio().dataRateText()).isEqualTo("SF10BW125");
    assertThat(windows.rx1().delayMicros()).isEqualTo(5_000_000);
    assertThat(windows.rx2().radio().frequencyHz()).isEqualTo(869_600_000);
    assertThat(windows.rx2().delayMicros()).isEqualTo(6_000_000);
  }

  @Test
  void aFrameGoesOnlyWhereItFits() {
    var windows = ReceiveWindows.afterData(Region.EU868, USES, SF9);

    assertThat(windows.maxPayload(0)).isEqualTo(115); // SF9 in RX2; RX1 carries 51
    assertThat(windows.maxPayload(15)).isEqualTo(100);
    assertThat(windows.options(13 + 51)).hasSize(2);
    assertThat(windows.options(13 + 52))
        .singleElement()
        .extracting(DownlinkRequest.Option::delayMicros)
        .isEqualTo(4_000_000L);
    assertThat(windows.options(13 + 116)).isEmpty();
  }

  @Test
  void aDataRateThatTheRegionHasNotIsAnsweredInItsSlowest() {
    var unknown = Radio.lora(868_100_000, 7, 500_000, "4/5");

    var windows = ReceiveWindows.afterJoin(Region.EU868, unknown);

    assertThat(windows.rx1().radio().dataRateText()).isEqualTo("SF12BW125");
  }
}
