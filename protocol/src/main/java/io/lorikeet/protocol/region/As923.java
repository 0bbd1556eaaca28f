package io.lorikeet.protocol.region;

import io.lorikeet.protocol.region.DataRates.Use;

/** Asia and Oceania, around 923 MHz, in four groups that differ by where their channels lie. */
final class As923 {

  private static final DataRates DATA_RATES =
      DataRates.adr(0, 5)
          .plus(0, Use.BOTH, DataRates.SF12_TO_SF7)
          .plus(6, Use.BOTH, DataRates.SF7_WIDE_AND_FSK);

  /** The slowest data rate in which a join-request lasts less than 400 ms. */
  private static final int SLOWEST_OF_DWELL = 2;

  /** Offsets 6 and 7 make RX1 faster than the uplink, by 1 and 2. */
  private static final int OFFSETS = 8;

  private static final int FASTEST_OFFSET = 5;

  static final RegionTable GROUP_1 =
      new RegionTable(
          "AS923",
          "AS_923",
          Revision.RP001_1_0_2A,
          Revision.RP002_1_0_4,
          revision ->
              in(
                  As923.GROUP_1,
                  revision,
                  923_200_000,
                  ChannelPlan.dynamicGrid(915_000_000, 928_000_000),
                  SubBand.upTo(923_000_000, 923_500_000, 0.01, 16)));

  static final RegionTable GROUP_2 =
      new RegionTable(
          "AS923_2",
          "AS_923_2",
          Revision.RP002_1_0_1,
          Revision.RP002_1_0_4,
          revision ->
              in(
                  As923.GROUP_2,
                  revision,
                  921_400_000,
                  ChannelPlan.dynamicGrid(920_000_000, 923_000_000),
                  SubBand.upTo(921_400_000, 922_000_000, 0.01, 16)));

  static final RegionTable GROUP_3 =
      new RegionTable(
          "AS923_3",
          "AS_923_3",
          Revision.RP002_1_0_1,
          Revision.RP002_1_0_4,
          revision ->
              in(
                  As923.GROUP_3,
                  revision,
                  916_600_000,
                  ChannelPlan.dynamicGrid(915_000_000, 921_000_000),
                  SubBand.upTo(916_500_000, 917_000_000, 0.01, 16)));

  static final RegionTable GROUP_4 =
      new RegionTable(
          "AS923_4",
          "AS_923_4",
          Revision.RP002_1_0_3,
          Revision.RP002_1_0_4,
          revision ->
              in(
                  As923.GROUP_4,
                  revision,
                  917_300_000,
                  ChannelPlan.dynamicGrid(917_000_000, 920_000_000),
                  SubBand.upTo(917_300_000, 917_500_000, 0.01, 16)));

  private As923() {}

  private static Region in(
      RegionTable table, Revision revision, long firstHz, ChannelPlan.Grid grid, SubBand band) {
    long secondHz = firstHz + 200_000;
    boolean first = revision == Revision.RP001_1_0_2A;
    return new Region(
        table.label(revision),
        ChannelPlan.dynamic(new int[] {0, 5}, grid, SLOWEST_OF_DWELL, firstHz, secondHz),
        DATA_RATES,
        payloads(revision),
        new Windows(rx1(revision, 0), rx1(revision, SLOWEST_OF_DWELL), new Rx2(firstHz, 2)),
        Limits.of(first ? 14 : 16, first ? 6 : 8, 14, band).withDwell(dwell(revision), true),
        ClassB.sf9(3, secondHz, secondHz));
  }

  /** What a device starts with; where the revision is silent, what the reference device does. */
  private static DwellTime dwell(Revision revision) {
    return new DwellTime(true, revision == Revision.RP001_1_0_2B);
  }

  private static MaxPayloads payloads(Revision revision) {
    var free =
        revision.since(Revision.RP002_1_0_1)
            ? MaxPayloads.of(59, 59, 123, 123, 250, 250, 250, 250)
            : MaxPayloads.of(59, 59, 59, 123, 250, 250, 250, 250);
    var limited = free.withDwell(0, 0, 19, 61, 133, 250, 250, 250);
    return revision.since(Revision.RP002_1_0_0)
        ? limited
        : limited.withDwellAndRepeater(0, 0, 19, 61, 133, 250, 250, 250);
  }

  /** Before RP002, RX1 was not faster than SF7. */
  private static Rx1Table rx1(Revision revision, int slowest) {
    int fastest = revision.since(Revision.RP002_1_0_0) ? 7 : 5;
    return Rx1Table.of(
        DATA_RATES,
        OFFSETS,
        (dataRate, offset) -> {
          int slower = offset > FASTEST_OFFSET ? FASTEST_OFFSET - offset : offset;
          return Math.min(Math.max(dataRate - slower, slowest), fastest);
        });
  }
}
