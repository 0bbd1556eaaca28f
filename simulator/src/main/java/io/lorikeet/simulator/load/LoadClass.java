package io.lorikeet.simulator.load;

import io.lorikeet.simulator.client.DeviceRegistration;
import java.util.Map;

/** The class of the devices of a load run; those of one class are others than those of another. */
enum LoadClass {
  A("load-", 0x02a0_0000_0000_0000L),
  C("load-c-", 0x02c0_0000_0000_0000L);

  /** SF7 in Europe: gateways have the air to themselves again after some 60 ms. */
  private static final int RX2_DATA_RATE = 5;

  private final String prefix;
  private final long euiBase;

  LoadClass(String prefix, long euiBase) {
    this.prefix = prefix;
    this.euiBase = euiBase;
  }

  String devId(long seed, int number) {
    return prefix + seed + "-" + number;
  }

  /** A locally administered EUI, so that it is nobody's. */
  long devEui(long seed, int number) {
    return euiBase | seed << 24 | number;
  }

  DeviceRegistration registration(LoadDevice device) {
    var abp =
        new DeviceRegistration.Abp(
            device.devId(), device.devEui(), device.devAddr(), device.keys());
    return switch (this) {
      case A -> abp;
      case C ->
          new DeviceRegistration.Regional(
              abp, "1.0.3", "EU_863_870", Map.of("class", "C", "rx2_data_rate", RX2_DATA_RATE));
    };
  }
}
