package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.mac.MacParameters.DeviceChannel;
import io.lorikeet.protocol.mac.DlChannel.DlChannelReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.NewChannel.NewChannelReq;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which channels a device knows, where the network defines them. */
final class ChannelRequests {

  private ChannelRequests() {}

  /** New and changed ones first, then those to be removed; the default ones cannot be changed. */
  static List<MacCommand> definitions(
      MacParameters current, MacParameters desired, MacRules rules) {
    if (!rules.definesChannels()) {
      return List.of();
    }
    var requests = new ArrayList<MacCommand>();
    desired
        .channels()
        .forEach(
            (index, shall) -> {
              if (index >= rules.defaultChannels() && !same(current.channels().get(index), shall)) {
                requests.add(
                    new NewChannelReq(
                        index, shall.frequencyHz(), shall.minDataRate(), shall.maxDataRate()));
              }
            });
    current.channels().keySet().stream()
        .filter(index -> index >= rules.defaultChannels())
        .filter(index -> !desired.channels().containsKey(index))
        .forEach(index -> requests.add(new NewChannelReq(index, 0, 0, 0)));
    return requests;
  }

  private static boolean same(DeviceChannel is, DeviceChannel shall) {
    return is != null
        && is.frequencyHz() == shall.frequencyHz()
        && is.minDataRate() == shall.minDataRate()
        && is.maxDataRate() == shall.maxDataRate();
  }

  /** A new channel is in use at once, and is answered where the region says. */
  static MacParameters accepted(MacParameters current, NewChannelReq request) {
    var channels = new TreeMap<>(current.channels());
    var enabled = new TreeSet<>(current.enabled());
    if (request.frequencyHz() == 0) {
      channels.remove(request.index());
      enabled.remove(request.index());
    } else {
      channels.put(
          request.index(),
          new DeviceChannel(
              request.frequencyHz(), request.minDataRate(), request.maxDataRate(), 0));
      enabled.add(request.index());
    }
    return current.withChannels(enabled, channels);
  }

  /** What a device surely knows: nothing that the network may only think to have defined. */
  static MacParameters defaultsOnly(MacParameters current, MacRules rules) {
    if (!rules.definesChannels()) {
      return current;
    }
    var channels = new TreeMap<>(current.channels().headMap(rules.defaultChannels()));
    var enabled = new TreeSet<>(current.enabled());
    enabled.retainAll(channels.keySet());
    return current.withChannels(enabled.isEmpty() ? channels.keySet() : enabled, channels);
  }

  /** To answer on the channel itself again its own frequency is asked for. */
  static List<MacCommand> downlinks(MacParameters current, MacParameters desired, MacRules rules) {
    if (!rules.understands().dlChannel()) {
      return List.of();
    }
    var requests = new ArrayList<MacCommand>();
    desired
        .channels()
        .forEach(
            (index, shall) -> {
              var is = current.channels().get(index);
              if (same(is, shall) && downlink(is) != downlink(shall)) {
                requests.add(new DlChannelReq(index, downlink(shall)));
              }
            });
    return requests;
  }

  private static long downlink(DeviceChannel channel) {
    return channel.downlinkHz() == 0 ? channel.frequencyHz() : channel.downlinkHz();
  }

  static MacParameters accepted(MacParameters current, DlChannelReq request) {
    var channels = new TreeMap<>(current.channels());
    channels.computeIfPresent(
        request.index(),
        (index, is) ->
            new DeviceChannel(
                is.frequencyHz(), is.minDataRate(), is.maxDataRate(), request.frequencyHz()));
    return current.withChannels(current.enabled(), channels);
  }
}
