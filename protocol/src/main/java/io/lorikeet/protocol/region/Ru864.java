package io.lorikeet.protocol.region;

import io.lorikeet.protocol.region.DataRates.Use;

/** Russia, 864 to 870 MHz. */
final class Ru864 {

  static final RegionTable TABLE =
      new RegionTable(
          "RU864", "RU_864_870", Revision.RP001_1_0_3A, Revision.RP002_1_0_4, Ru864::in);

  private static final DataRates DATA_RATES =
      DataRates.adr(0, 5)
          .plus(0, Use.BOTH, DataRates.SF12_TO_SF7)
          .plus(6, Use.BOTH, DataRates.SF7_WIDE_AND_FSK);

  private Ru864() {}

  private static Region in(Revision revision) {
    return new Region(
        TABLE.label(revision),
        ChannelPlan.dynamic(
            new int[] {0, 5},
            ChannelPlan.dynamicGrid(864_000_000, 870_000_000),
            0,
            868_900_000,
            869_100_000),
        DATA_RATES,
        MaxPayloads.of(59, 59, 59, 123, 250, 250, 250, 250),
        Windows.of(Rx1Table.slower(DATA_RATES, 0), 869_100_000, 0),
        Limits.of(16, 8, 14, SubBand.upTo(864_000_000, 870_000_000, 0.01, 16)),
        ClassB.sf9(3, 869_100_000, 868_900_000));
  }
}
