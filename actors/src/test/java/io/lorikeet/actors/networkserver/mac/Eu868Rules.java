package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.MacParameters.Backoff;
import io.lorikeet.actors.networkserver.mac.MacParameters.ClassB;
import io.lorikeet.actors.networkserver.mac.MacParameters.DeviceChannel;
import io.lorikeet.actors.networkserver.mac.MacParameters.Sending;
import io.lorikeet.actors.networkserver.mac.MacParameters.Windows;
import io.lorikeet.protocol.region.Region;
import java.util.TreeMap;
import java.util.TreeSet;

/** Devices of EU868 in several versions; TxParamSetupReq is understood too, to be tested. */
final class Eu868Rules {

  static final MacRules V104 = rules(false, true);
  static final MacRules V102 = rules(false, false);
  static final MacRules V11 = rules(true, true);
  static final MacRules V101 =
      new MacRules(
          true,
          3,
          new MacRules.Understands(false, false, false),
          false,
          false,
          new RegionMasks(Region.EU868));

  private static final long[] FREQUENCIES = {
    868_100_000,
    868_300_000,
    868_500_000,
    867_100_000,
    867_300_000,
    867_500_000,
    867_700_000,
    867_900_000
  };

  private Eu868Rules() {}

  private static MacRules rules(boolean v11, boolean keeps) {
    return new MacRules(
        true,
        3,
        new MacRules.Understands(true, true, v11),
        true,
        keeps,
        new RegionMasks(Region.EU868));
  }

  /** What a device uses with so many channels. */
  static MacParameters parameters(int channelCount) {
    var channels = new TreeMap<Integer, DeviceChannel>();
    for (int i = 0; i < channelCount; i++) {
      channels.put(i, new DeviceChannel(FREQUENCIES[i], 0, 5, 0));
    }
    return new MacParameters(
        new LinkSettings(MacParameters.UNKNOWN, 0, 1),
        new TreeSet<>(channels.keySet()),
        channels,
        new Windows(1, 0, 0, 869_525_000),
        new Sending(0, false, false, 5),
        new ClassB(MacParameters.UNKNOWN, 0, 3, 0),
        Backoff.DEFAULT);
  }
}
