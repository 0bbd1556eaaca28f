package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.networkserver.mac.MacParameters.DeviceChannel;
import io.lorikeet.actors.networkserver.mac.MacRules;
import io.lorikeet.actors.networkserver.mac.RegionMasks;
import io.lorikeet.protocol.region.Channel;
import io.lorikeet.protocol.region.FrequencyPlan;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.Revision;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all devices of one frequency plan, revision and version have in common.
 *
 * @param region as the plan uses it
 * @param defaults the region itself
 * @param planned the channels of the plan, by index; empty where the region defines them
 * @param enabled indices of the channels that the plan uses
 */
record PlanRadio(
    Region region,
    Region defaults,
    FrequencyPlan plan,
    MacRules rules,
    SortedMap<Integer, DeviceChannel> planned,
    SortedSet<Integer> enabled) {

  static PlanRadio of(
      FrequencyPlan plan, Region region, Revision revision, LorawanVersion version) {
    boolean since102 = version.compareTo(LorawanVersion.V1_0_2) >= 0;
    boolean defines = region.hasDynamicChannels();
    var rules =
        new MacRules(
            defines,
            region.uplinkChannels().size(),
            new MacRules.Understands(
                since102 && defines, since102 && region.usesTxParamSetup(), version.splitsKeys()),
            since102,
            version.compareTo(LorawanVersion.V1_0_4) >= 0,
            new RegionMasks(region));
    return new PlanRadio(
        region,
        Region.named(plan.regionName(), revision).orElseThrow(),
        plan,
        rules,
        defines ? byIndex(plan.deviceChannels()) : new TreeMap<>(),
        new TreeSet<>(plan.enabledChannels()));
  }

  static SortedMap<Integer, DeviceChannel> byIndex(List<Channel> channels) {
    var map = new TreeMap<Integer, DeviceChannel>();
    for (var channel : channels) {
      map.put(
          map.size(),
          new DeviceChannel(
              channel.frequencyHz(), channel.minDataRate(), channel.maxDataRate(), 0));
    }
    return map;
  }
}
