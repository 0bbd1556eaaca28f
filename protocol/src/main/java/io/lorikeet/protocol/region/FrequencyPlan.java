package io.lorikeet.protocol.region;

import io.lorikeet.protocol.Payload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a network uses of a region: the channels of its gateways, and what it does another way than
 * the region does by itself.
 *
 * @param id its name, as in {@code US_902_928_FSB_2}
 * @param description for people
 * @param regionName as in {@code US915}
 */
public record FrequencyPlan(
    String id, String description, String regionName, Channels channels, Rules rules) {

  /**
   * @param uplink the channels of LoRa with 125 kHz, or of the region's only bandwidth
   * @param loraStd the channel for wide LoRa, which gateways receive in one data rate
   * @param fsk the channel for FSK
   */
  public record Channels(List<Channel> uplink, Optional<Channel> loraStd, Optional<Channel> fsk) {

    public Channels {
      uplink = List.copyOf(uplink);
    }
  }

  /**
   * What differs from the region; what is empty is as there.
   *
   * @param maxEirpDbm the most power of a device
   * @param subBands all that are used, or none if they are those of the region
   */
  public record Rules(
      Optional<Rx2> rx2, Dwell dwell, OptionalDouble maxEirpDbm, List<SubBand> subBands) {

    public Rules {
      subBands = List.copyOf(subBands);
    }
  }

  /** Whether transmissions last 400 ms at most. */
  public record Dwell(Optional<Boolean> uplink, Optional<Boolean> downlink) {}

  public FrequencyPlan {
    var region =
        Region.named(regionName)
            .orElseThrow(() -> new IllegalArgumentException("region: " + regionName + " unknown"));
    if (channels.uplink().isEmpty()) {
      throw new IllegalArgumentException("uplink: none (expected: at least one channel)");
    }
    for (var channel : channels.uplink()) {
      if (!region.allowsChannelAt(channel.frequencyHz())) {
        throw new IllegalArgumentException(
            "uplink: " + channel.frequencyHz() + " Hz is outside " + region);
      }
      if (channel.frequencyHz() % region.frequencyStep() != 0) {
        throw new IllegalArgumentException(
            "uplink: "
                + channel.frequencyHz()
                + " Hz (expected: a multiple of "
                + region.frequencyStep()
                + " Hz)");
      }
      requireDataRate(region, "uplink", true, channel.minDataRate());
      requireDataRate(region, "uplink", true, channel.maxDataRate());
    }
    rules.rx2().ifPresent(rx2 -> requireDataRate(region, "rx2", false, rx2.dataRate()));
    var known = channelsOf(region, channels.uplink()).size();
    if (known > region.maxChannels()) {
      throw new IllegalArgumentException(
          "uplink: " + known + " channels (expected: at most " + region.maxChannels() + ")");
    }
    if (enabledOf(region, channels).isEmpty()) {
      throw new IllegalArgumentException("uplink: none is a channel of " + region);
    }
  }

  private static void requireDataRate(Region region, String field, boolean uplink, int dataRate) {
    var known = region.dataRateIndices(uplink);
    if (!known.contains(dataRate)) {
      throw new IllegalArgumentException(
          field + ": data rate " + dataRate + " (expected: one of " + known + ")");
    }
  }

  /** The region with what this plan does another way. */
  public Region region(Revision revision) {
    var region = Region.named(regionName, revision).orElseThrow();
    var limits = region.limits();
    var windows = region.windows();
    return new Region(
        region.label(),
        region.channels(),
        region.dataRates(),
        region.payloads(),
        new Windows(windows.rx1(), windows.rx1Dwell(), rules.rx2().orElse(windows.rx2())),
        new Limits(
            rules.maxEirpDbm().orElse(limits.maxEirpDbm()),
            limits.txPowerOffsets(),
            rules.subBands().isEmpty() ? limits.subBands() : rules.subBands(),
            new DwellTime(
                rules.dwell().uplink().orElse(limits.dwell().uplink()),
                rules.dwell().downlink().orElse(limits.dwell().downlink())),
            limits.txParamSetup(),
            limits.gatewayPower()),
        region.classB());
  }

  /** The channels a device is to know, by index: those of the region, and what the plan adds. */
  public List<Channel> deviceChannels() {
    return channelsOf(Region.named(regionName).orElseThrow(), channels.uplink());
  }

  /** The indices of the channels that a device is to use. */
  public Set<Integer> enabledChannels() {
    return enabledOf(Region.named(regionName).orElseThrow(), channels);
  }

  /**
   * What a join-accept says of the channels: 16 bytes, or none if the revision knows no such list
   * or there is nothing to say.
   */
  public Payload cfList(Revision revision) {
    return Region.named(regionName, revision)
        .orElseThrow()
        .cfList(deviceChannels(), enabledChannels());
  }

  private static List<Channel> channelsOf(Region region, List<Channel> uplink) {
    if (!region.hasDynamicChannels()) {
      return region.uplinkChannels();
    }
    var defaults = region.defaultChannels();
    return Stream.concat(
            region.uplinkChannels().stream(),
            uplink.stream().filter(channel -> !defaults.contains(channel.frequencyHz())))
        .toList();
  }

  private static Set<Integer> enabledOf(Region region, Channels channels) {
    var used =
        Stream.concat(
                channels.uplink().stream(),
                region.hasDynamicChannels() ? Stream.empty() : channels.loraStd().stream())
            .map(Channel::frequencyHz)
            .toList();
    var known = channelsOf(region, channels.uplink());
    return IntStream.range(0, known.size())
        .filter(index -> used.contains(known.get(index).frequencyHz()))
        .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }
}
