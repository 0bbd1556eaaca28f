package io.lorikeet.simulator.device;

import io.lorikeet.protocol.mac.LinkAdr.LinkADRAns;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRReq;
import io.lorikeet.protocol.region.ChannelMask;
import io.lorikeet.protocol.region.Region;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the network may set of a device: data rate, power, channels, repetitions. */
final class Adr {

  private static final int KEEP = 15;

  private final Region region;
  private final Set<Integer> enabled = new TreeSet<>();
  private int dataRate;
  private int txPower;
  private int nbTrans = 1;

  Adr(Region region, int dataRate) {
    this.region = region;
    this.dataRate = dataRate;
  }

  int dataRate() {
    return dataRate;
  }

  /** How much weaker than it could the device sends: 0 or less. */
  int powerDb() {
    return region.txPowerOffsets().get(txPower);
  }

  /** How often an unconfirmed uplink is sent. */
  int nbTrans() {
    return nbTrans;
  }

  /** The channels in use, by index. */
  Set<Integer> enabled() {
    return enabled;
  }

  /** Starts anew with these channels, as after a join. */
  void reset(Set<Integer> channels) {
    enabled.clear();
    enabled.addAll(channels);
    nbTrans = 1;
    txPower = 0;
  }

  /** Whether it could be louder, slower or on more channels. */
  boolean canBackOff() {
    return txPower > 0
        || dataRate > region.minAdrDataRate()
        || nbTrans > 1
        || !enabled.containsAll(defaults());
  }

  /** Becomes louder; if it is as loud as can be, slower; at last it uses all default channels. */
  void backOff() {
    if (txPower > 0) {
      txPower = 0;
    } else if (dataRate > region.minAdrDataRate()) {
      dataRate--;
    } else {
      enabled.addAll(defaults());
      nbTrans = 1;
    }
  }

  private Set<Integer> defaults() {
    return IntStream.range(0, region.uplinkChannels().size()).boxed().collect(Collectors.toSet());
  }

  LinkMemory memory() {
    return new LinkMemory(dataRate, txPower, nbTrans, enabled);
  }

  /** Goes on as it was before it was switched off. */
  void restore(LinkMemory memory) {
    enabled.clear();
    enabled.addAll(memory.channels());
    dataRate = memory.dataRate();
    txPower = memory.txPower();
    nbTrans = memory.nbTrans();
  }

  /** Whether one of the channels takes it; those that the network defines are taken to. */
  private boolean isPossible(int rate, Set<Integer> channels) {
    var known = region.uplinkChannels();
    return region.hasDynamicChannels()
        || channels.stream()
            .map(known::get)
            .anyMatch(its -> its.minDataRate() <= rate && rate <= its.maxDataRate());
  }

  /**
   * Applies requests that stand side by side: all or nothing. Masks add up; of the rest the last
   * counts.
   */
  LinkADRAns apply(List<LinkADRReq> block, Set<Integer> known) {
    Set<Integer> channels = new TreeSet<>(enabled);
    boolean masksGood = true;
    for (var request : block) {
      var mask = new ChannelMask(request.chMaskCntl(), request.chMask());
      var after = region.applied(mask, channels, known);
      masksGood &= after.isPresent();
      channels = after.orElse(channels);
    }
    var last = block.get(block.size() - 1);
    int rate = last.dataRate() == KEEP ? dataRate : last.dataRate();
    int power = last.txPower() == KEEP ? txPower : last.txPower();
    var answer =
        new LinkADRAns(
            masksGood && !channels.isEmpty(),
            rate >= region.minAdrDataRate()
                && rate <= region.maxAdrDataRate()
                && isPossible(rate, channels),
            power < region.txPowerOffsets().size());
    if (answer.accepted()) {
      enabled.clear();
      enabled.addAll(channels);
      dataRate = rate;
      txPower = power;
      nbTrans = Math.max(1, last.nbTrans());
    }
    return answer;
  }
}
