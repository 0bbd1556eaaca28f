package io.lorikeet.protocol.region;

import static io.lorikeet.protocol.region.MaxPayloads.NONE;

import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.region.DataRates.Use;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * China, 470 to 510 MHz, since RP002: two plans for antennas of 20 MHz and two for 26 MHz. The
 * channel on which a device joins, one of 20, decides on the plan, RX2, beacons and ping slots.
 */
final class Cn470Rp002 {

  static final RegionTable PLAN_20A = table("CN470_20A", "CN_470_510_20_A", Cn470Rp002::plan20A);
  static final RegionTable PLAN_20B = table("CN470_20B", "CN_470_510_20_B", Cn470Rp002::plan20B);
  static final RegionTable PLAN_26A = table("CN470_26A", "CN_470_510_26_A", Cn470Rp002::plan26A);
  static final RegionTable PLAN_26B = table("CN470_26B", "CN_470_510_26_B", Cn470Rp002::plan26B);

  private static final long SPACING = 200_000;

  private Cn470Rp002() {}

  private static RegionTable table(String name, String ttnId, Function<Revision, Region> in) {
    return new RegionTable(name, ttnId, Revision.RP002_1_0_0, Revision.RP002_1_0_4, in);
  }

  private static Region plan20A(Revision revision) {
    var up = two(revision, 470_300_000, 503_500_000);
    var down = two(revision, 483_900_000, 490_300_000);
    var joins =
        IntStream.range(0, 8)
            .mapToObj(
                i -> {
                  // Four in each half, in the middle of eight channels whose last is RX2.
                  int channel = 8 * i + 3;
                  return new JoinChannel(
                      i,
                      up.get(channel).frequencyHz(),
                      down.get(channel).frequencyHz(),
                      down.get(8 * i + 7).frequencyHz(),
                      ClassB.of(Cn470.beacon(hz(down.subList(8 * i, 8 * i + 8)))));
                })
            .toList();
    var home = joins.get(0).classB();
    return region(
        PLAN_20A, revision, new Plan(up, down, joins, MaskLayout.PLAIN_64), 486_900_000, home);
  }

  private static Region plan20B(Revision revision) {
    var both = two(revision, 476_900_000, 496_900_000);
    var joins =
        IntStream.range(0, 2)
            .mapToObj(
                i -> {
                  long frequency = both.get(32 * i + 15).frequencyHz();
                  return new JoinChannel(
                      8 + i,
                      frequency,
                      frequency,
                      new long[] {478_300_000, 498_300_000}[i],
                      new ClassB(
                          Cn470.beacon(List.of(both.get(32 * i + 23).frequencyHz())),
                          new PingSlot(
                              Cn470.BEACON_DATA_RATE, hz(both.subList(32 * i, 32 * i + 32)))));
                })
            .toList();
    var home =
        new ClassB(
            joins.get(1).classB().beacon(),
            new PingSlot(Cn470.BEACON_DATA_RATE, hz(both.subList(0, 8))));
    return region(
        PLAN_20B, revision, new Plan(both, both, joins, MaskLayout.PLAIN_64), 498_300_000, home);
  }

  private static Region plan26A(Revision revision) {
    return plan26(PLAN_26A, revision, 10, 470_300_000, 490_100_000);
  }

  private static Region plan26B(Revision revision) {
    return plan26(PLAN_26B, revision, 15, 480_300_000, 500_100_000);
  }

  /** 48 channels up, 24 down; the channel of RX2 is one for all, and so is that of beacons. */
  private static Region plan26(
      RegionTable table, Revision revision, int firstJoin, long upHz, long downHz) {
    var up = raster(revision, upHz, 48);
    var down = raster(revision, downHz, 24);
    long rx2 = downHz + 12 * SPACING;
    var classB = ClassB.of(Cn470.beacon(List.of(downHz + 24 * SPACING)));
    var joins =
        IntStream.range(0, 5)
            .mapToObj(
                i -> new JoinChannel(firstJoin + i, upHz + 10 * i * SPACING, rx2, rx2, classB))
            .toList();
    return region(table, revision, new Plan(up, down, joins, MaskLayout.PLAIN_48), rx2, classB);
  }

  private record Plan(
      List<Channel> up, List<Channel> down, List<JoinChannel> joins, MaskLayout masks) {}

  private static Region region(
      RegionTable table, Revision revision, Plan plan, long rx2Hz, ClassB classB) {
    var dataRates = dataRates(revision);
    int slowest = dataRates.minAdr();
    return new Region(
        table.label(revision),
        new ChannelPlan(
            plan.up(),
            plan.down(),
            plan.joins(),
            ChannelPlan.range(slowest, 5),
            ChannelPlan.fixedGrid(470_000_000, 510_000_000, plan.masks(), revision)),
        dataRates,
        payloads(revision),
        Windows.of(Rx1Table.slower(dataRates, slowest), rx2Hz, 1),
        Limits.of(19.15, 8, 14, Cn470.SUB_BAND),
        classB);
  }

  /** SF12 went with RP002-1.0.1: nothing may last longer than a second since. */
  private static DataRates dataRates(Revision revision) {
    return revision.since(Revision.RP002_1_0_1)
        ? DataRates.adr(1, 5)
            .plus(
                1,
                Use.BOTH,
                LoRa.of(11, 125_000),
                LoRa.of(10, 125_000),
                LoRa.of(9, 125_000),
                LoRa.of(8, 125_000),
                LoRa.of(7, 125_000))
            .plus(6, Use.BOTH, LoRa.of(7, 500_000), new Fsk(50_000))
        : DataRates.adr(0, 5).plus(0, Use.BOTH, DataRates.SF12_TO_SF7);
  }

  private static MaxPayloads payloads(Revision revision) {
    if (revision.since(Revision.RP002_1_0_2)) {
      return MaxPayloads.of(NONE, 31, 94, 192, 250, 250, 250, 250);
    }
    return revision.since(Revision.RP002_1_0_1)
        ? MaxPayloads.of(NONE, 31, 94, 172, 250, 250, 250, 250)
        : MaxPayloads.of(59, 59, 59, 123, 250, 250);
  }

  /** Two halves of 32 channels. */
  private static List<Channel> two(Revision revision, long firstHz, long secondHz) {
    return ChannelPlan.joined(raster(revision, firstHz, 32), raster(revision, secondHz, 32));
  }

  private static List<Channel> raster(Revision revision, long firstHz, int count) {
    int slowest = dataRates(revision).minAdr();
    return ChannelPlan.raster(firstHz, SPACING, count, slowest, 5);
  }

  private static List<Long> hz(List<Channel> channels) {
    return channels.stream().map(Channel::frequencyHz).toList();
  }
}
