package io.lorikeet.simulator.load;

import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The devices of a load run, made up or read. */
final class LoadDevices {

  /** Odd, so that no two indices meet in the 25 bits of a private network's addresses. */
  private static final int SPREAD = 0x9e3779b1;

  private static final int ADDRESS_MASK = 0x01ff_ffff;

  private LoadDevices() {}

  /**
   * Always the same ones for the same arguments.
   *
   * @param perAddress how many have the same address
   */
  static List<LoadDevice> madeUp(LoadClass kind, long seed, int count, int perAddress) {
    var random = new SplittableRandom(seed);
    int first = random.nextInt();
    var devices = new ArrayList<LoadDevice>(count);
    for (int i = 0; i < count; i++) {
      var keys = new SessionKeys10(key(random), key(random));
      var address = new DevAddr((first + i / perAddress) * SPREAD & ADDRESS_MASK);
      devices.add(
          new LoadDevice(kind.devId(seed, i), new DevEui(kind.devEui(seed, i)), address, keys));
    }
    return List.copyOf(devices);
  }

  /** Lines of {@code dev_eui,dev_addr,nwk_s_key,app_s_key}; a first line of names is skipped. */
  static List<LoadDevice> read(Path csv) throws IOException {
    var devices = new ArrayList<LoadDevice>();
    for (var line : Files.readAllLines(csv)) {
      if (!line.isBlank() && !line.startsWith("dev_eui")) {
        devices.add(device(line.split(",", -1)));
      }
    }
    if (devices.isEmpty()) {
      throw new IllegalArgumentException(csv + ": no device in it");
    }
    return List.copyOf(devices);
  }

  private static LoadDevice device(String[] fields) {
    if (fields.length != 4) {
      throw new IllegalArgumentException(
          "devices file: " + fields.length + " fields in a line (expected: 4)");
    }
    var devEui = DevEui.parse(fields[0].strip());
    return new LoadDevice(
        "eui-" + devEui,
        devEui,
        DevAddr.parse(fields[1].strip()),
        new SessionKeys10(Aes128Key.parse(fields[2].strip()), Aes128Key.parse(fields[3].strip())));
  }

  private static Aes128Key key(SplittableRandom random) {
    var bytes = new byte[Aes128Key.SIZE];
    random.nextBytes(bytes);
    return Aes128Key.of(bytes);
  }
}
