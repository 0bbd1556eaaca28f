package io.lorikeet.simulator.demo;

import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.simulator.device.DeviceMemory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Makes devices with identifiers and keys that nobody else has. */
final class Factory {

  /** Locally administered, so that it is nobody's. */
  private static final long LOCAL = 0x0200_0000_0000_0000L;

  private static final long LOCAL_MASK = 0x00ff_ffff_ffff_ffffL;
  private static final int ADDRESS_MASK = 0x01ff_ffff;

  private final SecureRandom random;
  private final JoinEui joinEui;

  Factory(SecureRandom random) {
    this.random = random;
    this.joinEui = new JoinEui(LOCAL | random.nextLong() & LOCAL_MASK);
  }

  List<StoredDevice> devices(SimulationSettings.Population population) {
    var devices = new ArrayList<StoredDevice>();
    for (int i = 1; i <= population.joining(); i++) {
      devices.add(device("thermometer-" + i, true, joinEui.toString(), List.of(key())));
    }
    for (int i = 1; i <= population.personalized(); i++) {
      var devAddr = new DevAddr(random.nextInt() & ADDRESS_MASK);
      devices.add(device("meter-" + i, false, devAddr.toString(), List.of(key(), key())));
    }
    return devices;
  }

  private StoredDevice device(String devId, boolean joins, String home, List<String> keys) {
    var devEui = new DevEui(LOCAL | random.nextLong() & LOCAL_MASK);
    return new StoredDevice(devId, devEui.toString(), joins, home, keys, DeviceMemory.blank());
  }

  private String key() {
    var bytes = new byte[Aes128Key.SIZE];
    random.nextBytes(bytes);
    return Aes128Key.of(bytes).reveal();
  }
}
