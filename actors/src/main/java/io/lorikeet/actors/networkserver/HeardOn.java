package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.router.Radio;
import io.lorikeet.protocol.region.Channel;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How an uplink was heard, as the device's region and plan see it.
 *
 * @param channels those a device is to know, by index
 */
record HeardOn(Region region, List<Channel> channels, Radio radio) {

  /** TxDr: the index of the data rate, if the region has it. */
  OptionalInt dataRate() {
    return region.indexOf(radio.modulation(), true);
  }

  /**
   * TxCh: the index of the channel in the device's own list, the likely ones first. Channels of the
   * region are the same in every device; one that was added may stand elsewhere.
   */
  IntStream channelIndices() {
    var known = indices().toArray();
    int fixed = region.uplinkChannels().size();
    boolean certain = known.length > 0 && IntStream.of(known).allMatch(index -> index < fixed);
    if (certain || !region.hasDynamicChannels()) {
      return IntStream.of(known);
    }
    return IntStream.concat(
        IntStream.of(known),
        IntStream.range(fixed, region.maxChannels())
            .filter(index -> IntStream.of(known).noneMatch(its -> its == index)));
  }

  private IntStream indices() {
    return IntStream.range(0, channels.size())
        .filter(index -> channels.get(index).frequencyHz() == radio.frequencyHz());
  }
}
