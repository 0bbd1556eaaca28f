package io.lorikeet.simulator.device;

import io.lorikeet.protocol.region.Channel;
import io.lorikeet.protocol.region.JoinChannel;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.SplittableRandom;

/** Chooses channels and data rates as the device's region has them. */
final class ChannelChoice {

  private final Region region;
  private final Adr adr;
  private final SplittableRandom random;

  ChannelChoice(Region region, Adr adr, SplittableRandom random) {
    this.region = region;
    this.adr = adr;
    this.random = random;
  }

  /**
   * For a join-request: any channel there is for it.
   *
   * @param wanted the data rate, if the channel and the region allow it for that; otherwise the
   *     next slower one that they do, or their slowest
   */
  Sending join(int wanted) {
    var special = region.joinChannels().stream().map(JoinChannel::uplinkHz).toList();
    var frequencies = special.isEmpty() ? region.defaultChannels() : special;
    int index = random.nextInt(frequencies.size());
    long frequency = frequencies.get(index);
    var rates =
        region.joinDataRates().stream()
            .filter(rate -> !special.isEmpty() || takes(region.uplinkChannels().get(index), rate))
            .toList();
    int dataRate =
        rates.stream()
            .filter(rate -> rate <= wanted)
            .reduce((slower, faster) -> faster)
            .orElseGet(() -> rates.get(0));
    var rx = RxParameters.initial(region).withRx2Frequency(region.joinRx2Frequency(frequency));
    return sending(index, frequency, dataRate, region.joinRx1Frequency(frequency), rx);
  }

  /** For anything else: a channel in use that takes the data rate of the moment. */
  Sending data(Session session) {
    var enabled = List.copyOf(adr.enabled());
    var fitting =
        enabled.stream().filter(index -> nearest(index, adr.dataRate()) == adr.dataRate()).toList();
    int channel = any(fitting.isEmpty() ? enabled : fitting);
    return sending(
        channel,
        session.channels.get(channel),
        nearest(channel, adr.dataRate()),
        session.rx1Frequency(channel, region),
        session.rx);
  }

  private Sending sending(
      int channel, long frequency, int dataRate, long rx1Frequency, RxParameters rx) {
    int rx1DataRate = region.rx1DataRate(dataRate, rx.rx1DrOffset(), rx.downlinkDwell());
    return new Sending(channel, frequency, dataRate, rx1Frequency, rx1DataRate, rx);
  }

  private int any(List<Integer> channels) {
    return channels.get(random.nextInt(channels.size()));
  }

  /** Channels that the network defines are taken to carry every data rate. */
  private int nearest(int channel, int dataRate) {
    if (region.hasDynamicChannels()) {
      return dataRate;
    }
    var known = region.uplinkChannels().get(channel);
    return Math.max(known.minDataRate(), Math.min(dataRate, known.maxDataRate()));
  }

  private static boolean takes(Channel channel, int dataRate) {
    return channel.minDataRate() <= dataRate && dataRate <= channel.maxDataRate();
  }
}
