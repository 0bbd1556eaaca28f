package io.lorikeet.node.chaos;

import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.device.DeviceIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** The ABP devices of a run; index i has the DevAddr {@code 01000000 + i}. */
final class Population {

  /**
   * FSK, in both windows: an acknowledgement takes 4 ms. With LoRa three gateways could not send
   * those of 40 uplinks a second, and each in RX2 with SF12, of a second and more, would keep the
   * gateways from sending the next ones in RX1.
   */
  static final int DATA_RATE = 7;

  private static final int FIRST_ADDRESS = 0x0100_0000;
  private static final String PREFIX = "device-";

  private final List<DeviceIdentity.Abp> devices = new ArrayList<>();

  Population(int count, SplittableRandom random) {
    for (int i = 0; i < count; i++) {
      devices.add(
          new DeviceIdentity.Abp(
              new DevEui(random.nextLong()),
              new DevAddr(FIRST_ADDRESS + i),
              new SessionKeys10(key(random), key(random))));
    }
  }

  List<DeviceIdentity.Abp> devices() {
    return List.copyOf(devices);
  }

  void register(NetworkClient network, String application) {
    var registrations = new ArrayList<DeviceRegistration>();
    for (int i = 0; i < devices.size(); i++) {
      var its = devices.get(i);
      var device = new DeviceRegistration.Abp(devId(i), its.devEui(), its.devAddr(), its.keys());
      registrations.add(
          new DeviceRegistration.Regional(
              device, "1.0.3", "EU_863_870", Map.of("rx2_data_rate", DATA_RATE)));
    }
    network.createDevices(application, registrations);
  }

  static String devId(int device) {
    return PREFIX + device;
  }

  /** The index of a device; empty if it is none of these. */
  OptionalInt index(String devId) {
    return devId.startsWith(PREFIX)
        ? OptionalInt.of(Integer.parseInt(devId.substring(PREFIX.length())))
        : OptionalInt.empty();
  }

  OptionalInt index(DevAddr address) {
    int index = address.value() - FIRST_ADDRESS;
    return index >= 0 && index < devices.size() ? OptionalInt.of(index) : OptionalInt.empty();
  }

  static Aes128Key key(SplittableRandom random) {
    var bytes = new byte[Aes128Key.SIZE];
    random.nextBytes(bytes);
    return Aes128Key.of(bytes);
  }
}
