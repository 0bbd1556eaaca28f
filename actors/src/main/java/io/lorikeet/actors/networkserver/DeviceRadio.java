package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.networkserver.adr.AdrLimits;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.LinkMemory;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacParameters.Backoff;
import io.lorikeet.actors.networkserver.mac.MacParameters.ClassB;
import io.lorikeet.actors.networkserver.mac.MacParameters.DeviceChannel;
import io.lorikeet.actors.networkserver.mac.MacParameters.Sending;
import io.lorikeet.actors.networkserver.mac.MacParameters.Windows;
import io.lorikeet.actors.networkserver.mac.MacRules;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.region.CfList;
import io.lorikeet.protocol.region.Channel;
import io.lorikeet.protocol.region.FrequencyPlan;
import io.lorikeet.protocol.region.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a device uses at the start and what it shall use, by its profile, region and frequency plan.
 */
record DeviceRadio(DeviceProfile profile, PlanRadio shared) {

  Region region() {
    return shared.region();
  }

  FrequencyPlan plan() {
    return shared.plan();
  }

  MacRules rules() {
    return shared.rules();
  }

  /**
   * What a device uses after a join-accept.
   *
   * @param cfList what it was told of channels
   * @param joinedHz the frequency of its request
   */
  MacParameters joined(Payload cfList, long joinedHz) {
    var settings = profile.settings();
    return start(
        new Windows(
            settings.rx1DelaySeconds(),
            settings.rx1DrOffset(),
            settings.rx2DataRate(),
            region().joinRx2Frequency(joinedHz)),
        PlanRadio.byIndex(withList(cfList)),
        CfList.channels(cfList).orElseGet(() -> allOf(region().maxChannels())));
  }

  /** The default channels, and those of a list of frequencies. */
  private List<Channel> withList(Payload cfList) {
    var channels = new ArrayList<>(region().uplinkChannels());
    var first = channels.get(0);
    CfList.frequencies(cfList, region().frequencyStep())
        .ifPresent(
            added ->
                added.forEach(
                    hz -> channels.add(new Channel(hz, first.minDataRate(), first.maxDataRate()))));
    return channels;
  }

  /** What a device that does not join is built with. */
  MacParameters builtIn() {
    var settings = profile.settings();
    var windows =
        new Windows(
            settings.rx1DelaySeconds(),
            settings.rx1DrOffset(),
            settings.rx2DataRate(),
            settings.rx2FrequencyHz());
    var frequencies = profile.mac().builtInFrequencies();
    if (frequencies.isEmpty()) {
      return start(windows, shared.planned(), shared.enabled());
    }
    var channels = new ArrayList<>(region().uplinkChannels());
    var first = channels.get(0);
    frequencies
        .get()
        .forEach(hz -> channels.add(new Channel(hz, first.minDataRate(), first.maxDataRate())));
    return start(windows, PlanRadio.byIndex(channels), allOf(region().maxChannels()));
  }

  private MacParameters start(
      Windows windows, SortedMap<Integer, DeviceChannel> known, Set<Integer> used) {
    var channels = region().hasDynamicChannels() ? known : new TreeMap<Integer, DeviceChannel>();
    var inUse = new TreeSet<>(used);
    if (region().hasDynamicChannels()) {
      inUse.retainAll(channels.keySet());
    }
    return new MacParameters(
        new LinkSettings(MacParameters.UNKNOWN, 0, 1),
        inUse,
        new TreeMap<>(channels),
        windows,
        sending(shared.defaults(), 0),
        new ClassB(
            MacParameters.UNKNOWN,
            0,
            region().classBByRx2(windows.rx2FrequencyHz()).pingSlot().dataRate(),
            0),
        Backoff.DEFAULT);
  }

  private static Sending sending(Region region, int maxDutyCycle) {
    return new Sending(
        maxDutyCycle,
        region.dwell().uplink(),
        region.dwell().downlink(),
        Region.eirpIndex(region.maxEirp()));
  }

  /**
   * What a device shall use.
   *
   * @param current what it uses
   * @param link how it shall send
   */
  MacParameters desired(MacParameters current, LinkSettings link) {
    var settings = profile.settings();
    var mac = profile.mac();
    var classB = current.classB();
    return new MacParameters(
        link,
        shared.enabled(),
        shared.planned(),
        new Windows(
            settings.rx1DelaySeconds(),
            settings.rx1DrOffset(),
            settings.rx2DataRate(),
            settings.rx2FrequencyHz()),
        sending(region(), mac.maxDutyCycle()),
        new ClassB(
            classB.pingPeriodicity(),
            mac.pingSlots()
                .map(MacSettings.PingSlots::frequencyHz)
                .orElse(classB.pingFrequencyHz()),
            mac.pingSlots().map(MacSettings.PingSlots::dataRate).orElse(classB.pingDataRate()),
            mac.beaconFrequencyHz().orElse(classB.beaconFrequencyHz())),
        mac.backoff().orElse(current.backoff()));
  }

  /** What ADR may choose from. */
  AdrLimits limits(MacParameters current, LinkMemory memory) {
    var range = profile.mac().adr().range();
    var snr = new TreeMap<Integer, Double>();
    for (int rate = Math.max(range.minDataRate(), region().minAdrDataRate());
        rate <= Math.min(range.maxDataRate(), region().maxAdrDataRate());
        rate++) {
      if (region().dataRateIndices(true).contains(rate)
          && region().dataRate(rate) instanceof LoRa lora
          && isPossible(current, rate)) {
        snr.put(rate, lora.requiredSnr());
      }
    }
    var cut = new TreeMap<Integer, Double>();
    var offsets = region().txPowerOffsets();
    IntStream.rangeClosed(range.minTxPower(), Math.min(range.maxTxPower(), offsets.size() - 1))
        .forEach(index -> cut.put(index, -1.0 * offsets.get(index)));
    return new AdrLimits(
            profile.mac().adr().marginDb(), snr, cut, range.minNbTrans(), range.maxNbTrans())
        .without(memory.refusedDataRates(), memory.refusedTxPowers());
  }

  /** Whether a channel in use takes the data rate. */
  private boolean isPossible(MacParameters current, int dataRate) {
    return current.enabled().stream()
        .anyMatch(
            index -> {
              var defined = current.channels().get(index);
              if (defined != null) {
                return defined.minDataRate() <= dataRate && dataRate <= defined.maxDataRate();
              }
              var known = region().uplinkChannels();
              return index < known.size()
                  && known.get(index).minDataRate() <= dataRate
                  && dataRate <= known.get(index).maxDataRate();
            });
  }

  private static Set<Integer> allOf(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new));
  }
}
