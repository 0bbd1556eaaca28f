package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.protocol.region.ChannelMask;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Channel masks as a region has them. */
public record RegionMasks(Region region) implements MacRules.Masks {

  private static final int MASK_BITS = 16;

  @Override
  public List<ChannelMask> between(Set<Integer> wanted, Set<Integer> current) {
    return region.channelMasks(wanted, current);
  }

  @Override
  public List<ChannelMask> stepsBetween(Set<Integer> wanted, Set<Integer> current) {
    return region.channelMaskSteps(wanted, current);
  }

  /** The mask of the first channels as they are: it leaves all others alone. */
  @Override
  public ChannelMask neutral(Set<Integer> current) {
    return new ChannelMask(
        0, current.stream().filter(channel -> channel < MASK_BITS).mapToInt(c -> 1 << c).sum());
  }

  @Override
  public Optional<Set<Integer>> applied(
      ChannelMask mask, Set<Integer> current, Set<Integer> defined) {
    return region.applied(mask, current, region.hasDynamicChannels() ? defined : all());
  }

  private Set<Integer> all() {
    return IntStream.range(0, region.maxChannels())
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
