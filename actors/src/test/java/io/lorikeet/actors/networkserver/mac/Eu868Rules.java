package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.MacParameters.Backoff;
import io.lorikeet.actors.networkserver.mac.MacParameters.ClassB;
import io.lorikeet.actors.networkserver.mac.MacParameters.DeviceChannel;
import io.lorikeet.actors.networkserver.mac.MacParameters.Sending;
import io.lorikeet.actors.networkserver.mac.MacParameters.Windows;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Channels that the network defines, sixteen at most, as in EU868. */
final class Eu868Rules implements MacRules.Masks {

  static final MacRules V104 = rules(false, true);
  static final MacRules V102 = rules(false, false);
  static final MacRules V11 = rules(true, true);

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

  private static MacRules rules(boolean v11, boolean keeps) {
    return new MacRules(
        true, 3, new MacRules.Understands(true, true, v11), keeps, new Eu868Rules());
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

  @Override
  public List<MacRules.Mask> between(Set<Integer> wanted, Set<Integer> current) {
    return wanted.equals(current) ? List.of() : List.of(neutral(wanted));
  }

  @Override
  public MacRules.Mask neutral(Set<Integer> current) {
    return new MacRules.Mask(0, current.stream().mapToInt(channel -> 1 << channel).sum());
  }

  @Override
  public Optional<Set<Integer>> applied(
      MacRules.Mask mask, Set<Integer> current, Set<Integer> defined) {
    var enabled = new TreeSet<Integer>();
    for (int channel = 0; channel < 16; channel++) {
      if ((mask.bits() >> channel & 1) != 0) {
        enabled.add(channel);
      }
    }
    return mask.control() == 0 && !enabled.isEmpty() && defined.containsAll(enabled)
        ? Optional.of(enabled)
        : Optional.empty();
  }
}
