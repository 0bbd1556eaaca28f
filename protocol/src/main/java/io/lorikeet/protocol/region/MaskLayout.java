package io.lorikeet.protocol.region;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What ChMaskCntl means in a region. Values below the number of banks say that the mask is that of
 * 16 channels; above are short forms.
 */
enum MaskLayout {
  /** Channels that the network defines. 6 switches on all that are. */
  DEFINED_16(16, 6, 16),
  /** 64 narrow channels and 8 wide ones. 6 and 7 switch all narrow ones, 5 banks of eight. */
  WIDE_72(72, 6, 7),
  PLAIN_96(96, 6, 16),
  PLAIN_64(64, 6, 7),
  PLAIN_48(48, 3, 4);

  private static final int BANK = 16;
  private static final int NARROW = 64;
  private static final int BANKS_OF_EIGHT = 5;

  private final int channels;
  private final int allOn;
  private final int allOff;

  /**
   * @param allOff 16, which is no ChMaskCntl, where there is none
   */
  MaskLayout(int channels, int allOn, int allOff) {
    this.channels = channels;
    this.allOn = allOn;
    this.allOff = allOff;
  }

  int channels() {
    return channels;
  }

  private int banks() {
    return (channels + BANK - 1) / BANK;
  }

  /**
   * The shortest block of requests that leads from one set of channels to another; empty if they
   * are the same. Bank by bank it is, or all on or off and then the banks that differ from that.
   */
  List<ChannelMask> requests(Set<Integer> wanted, Set<Integer> current) {
    if (wanted.equals(current)) {
      return List.of();
    }
    var goal = mask(wanted);
    if (this == DEFINED_16) { // one request says it all, and a short form would say less
      return List.of(new ChannelMask(0, goal[0]));
    }
    return Stream.concat(
            Stream.of(differing(goal, mask(current))),
            Stream.of(allOn, allOff)
                .filter(control -> control < BANK)
                .map(control -> afterAll(control, goal)))
        .min(Comparator.comparingInt(List::size))
        .orElseThrow();
  }

  /**
   * Bank by bank, each request by itself: those first that leave a bank some narrow channels, so
   * that there are always some.
   */
  List<ChannelMask> steps(Set<Integer> wanted, Set<Integer> current) {
    if (this == DEFINED_16) {
      return requests(wanted, current);
    }
    return differing(mask(wanted), mask(current)).stream()
        .sorted(Comparator.comparing(request -> request.mask() == 0 || isWide(request.control())))
        .toList();
  }

  private boolean isWide(int bank) {
    return this == WIDE_72 && bank == NARROW / BANK;
  }

  private List<ChannelMask> afterAll(int control, int[] goal) {
    var requests = new ArrayList<ChannelMask>();
    int wide = this == WIDE_72 ? goal[banks() - 1] : 0;
    requests.add(new ChannelMask(control, wide));
    var reached =
        mask(applied(new ChannelMask(control, wide), Set.of(), allChannels()).orElseThrow());
    requests.addAll(differing(goal, reached));
    return requests;
  }

  private List<ChannelMask> differing(int[] goal, int[] current) {
    return IntStream.range(0, banks())
        .filter(bank -> goal[bank] != current[bank])
        .mapToObj(bank -> new ChannelMask(bank, goal[bank]))
        .toList();
  }

  /**
   * The channels after one request, or empty if a device must refuse it.
   *
   * @param defined the channels that the device knows
   */
  Optional<Set<Integer>> applied(ChannelMask request, Set<Integer> current, Set<Integer> defined) {
    int control = request.control();
    var result = new TreeSet<>(current);
    if (control < banks()) {
      if (!setBank(result, request)) {
        return Optional.empty();
      }
    } else if (control == allOn || control == allOff) {
      setAll(result, request, defined);
    } else if (this == WIDE_72 && control == BANKS_OF_EIGHT) {
      setEights(result, request);
    } else {
      return Optional.empty();
    }
    return defined.containsAll(result) ? Optional.of(result) : Optional.empty();
  }

  private boolean setBank(Collection<Integer> result, ChannelMask request) {
    int first = BANK * request.control();
    for (int bit = 0; bit < BANK; bit++) {
      result.remove(first + bit);
      if (request.has(bit)) {
        if (first + bit >= channels) {
          return false;
        }
        result.add(first + bit);
      }
    }
    return true;
  }

  private void setAll(Collection<Integer> result, ChannelMask request, Set<Integer> defined) {
    result.clear();
    if (request.control() == allOn) {
      result.addAll(this == WIDE_72 ? allChannels().headSet(NARROW) : defined);
    }
    if (this == WIDE_72) {
      IntStream.range(0, 8).filter(request::has).forEach(bit -> result.add(NARROW + bit));
    }
  }

  /** Each bit is eight narrow channels and the wide one that spans them. */
  private static void setEights(Collection<Integer> result, ChannelMask request) {
    result.clear();
    for (int bit = 0; bit < 8; bit++) {
      if (request.has(bit)) {
        IntStream.range(8 * bit, 8 * bit + 8).forEach(result::add);
        result.add(NARROW + bit);
      }
    }
  }

  private SortedSet<Integer> allChannels() {
    return IntStream.range(0, channels).collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }

  int[] mask(Set<Integer> wanted) {
    var masks = new int[banks()];
    for (int channel : wanted) {
      if (channel < 0 || channel >= channels) {
        throw new IllegalArgumentException(
            "channel: " + channel + " (expected: 0 to " + (channels - 1) + ")");
      }
      masks[channel / BANK] |= 1 << channel % BANK;
    }
    return masks;
  }
}
