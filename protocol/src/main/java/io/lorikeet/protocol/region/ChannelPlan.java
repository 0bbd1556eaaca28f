package io.lorikeet.protocol.region;

import io.lorikeet.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The channels of a region.
 *
 * @param uplink those that every device knows, by index
 * @param downlink where RX1 is; as {@code uplink} where a device is answered on its own channel
 * @param join the channels for join-requests, where they are others than {@code uplink}
 * @param joinDataRates those a device joins in
 */
record ChannelPlan(
    List<Channel> uplink,
    List<Channel> downlink,
    List<JoinChannel> join,
    List<Integer> joinDataRates,
    Grid grid) {

  /** What a join-accept may tell of channels. */
  enum CfListKind {
    NONE,
    FREQUENCIES,
    MASKS
  }

  /**
   * @param lowHz where channels may lie, from here
   * @param highHz to here
   * @param stepHz unit of frequencies in MAC commands
   */
  record Grid(long lowHz, long highHz, long stepHz, MaskLayout masks, CfListKind cfList) {}

  static final long STEP_HZ = 100;

  ChannelPlan {
    uplink = List.copyOf(uplink);
    downlink = List.copyOf(downlink);
    join = List.copyOf(join);
    joinDataRates = List.copyOf(joinDataRates);
  }

  /**
   * Where the network defines more channels than the default ones.
   *
   * @param dataRates first and last of the default channels
   */
  static ChannelPlan dynamic(int[] dataRates, Grid grid, int slowestJoin, long... defaultsHz) {
    var channels =
        LongStream.of(defaultsHz)
            .mapToObj(frequency -> new Channel(frequency, dataRates[0], dataRates[1]))
            .toList();
    return new ChannelPlan(channels, channels, List.of(), range(slowestJoin, dataRates[1]), grid);
  }

  /** With frequencies in steps of 100 Hz and a CFList of frequencies. */
  static Grid dynamicGrid(long lowHz, long highHz) {
    return new Grid(lowHz, highHz, STEP_HZ, MaskLayout.DEFINED_16, CfListKind.FREQUENCIES);
  }

  /** A CFList can say masks since RP001-1.0.3A. */
  static Grid fixedGrid(long lowHz, long highHz, MaskLayout masks, Revision revision) {
    return new Grid(
        lowHz,
        highHz,
        STEP_HZ,
        masks,
        revision.since(Revision.RP001_1_0_3A) ? CfListKind.MASKS : CfListKind.NONE);
  }

  /** {@code count} channels from {@code firstHz} on. */
  static List<Channel> raster(long firstHz, long spacingHz, int count, int minDr, int maxDr) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Channel(firstHz + i * spacingHz, minDr, maxDr))
        .toList();
  }

  static <T> List<T> joined(List<T> first, List<T> then) {
    var all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  static List<Integer> range(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  boolean isDynamic() {
    return grid.masks() == MaskLayout.DEFINED_16;
  }

  /** Downlink channels take turns over the uplink channels. */
  long rx1Hz(long uplinkHz) {
    return isDynamic() ? uplinkHz : downlink.get(nearest(uplinkHz) % downlink.size()).frequencyHz();
  }

  Optional<JoinChannel> joinChannel(long uplinkHz) {
    return join.stream().filter(channel -> channel.uplinkHz() == uplinkHz).findFirst();
  }

  /** A gateway's clock may be off by some Hz: the channel is the one next to what it says. */
  private int nearest(long uplinkHz) {
    int found = 0;
    for (int i = 1; i < uplink.size(); i++) {
      if (Math.abs(uplink.get(i).frequencyHz() - uplinkHz)
          < Math.abs(uplink.get(found).frequencyHz() - uplinkHz)) {
        found = i;
      }
    }
    return found;
  }

  Payload cfList(List<Channel> channels, Set<Integer> enabled) {
    return switch (grid.cfList()) {
      case NONE -> Payload.empty();
      case MASKS -> CfList.ofMasks(grid.masks().mask(enabled));
      case FREQUENCIES -> {
        var added =
            channels.stream()
                .skip(uplink.size())
                .limit(CfList.MAX_FREQUENCIES)
                .map(Channel::frequencyHz)
                .toList();
        yield added.isEmpty() ? Payload.empty() : CfList.ofFrequencies(added, grid.stepHz());
      }
    };
  }
}
