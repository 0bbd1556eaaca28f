package io.lorikeet.protocol.region;

import io.lorikeet.protocol.region.DataRates.Use;

/** China, 779 to 787 MHz; RP002-1.0.4 has it no more. */
final class Cn779 {

  static final RegionTable TABLE =
      new RegionTable("CN779", "CN_779_787", Revision.TS001_1_0, Revision.RP002_1_0_3, Cn779::in);

  private static final DataRates DATA_RATES =
      DataRates.adr(0, 5)
          .plus(0, Use.BOTH, DataRates.SF12_TO_SF7)
          .plus(6, Use.BOTH, DataRates.SF7_WIDE_AND_FSK);

  private Cn779() {}

  private static Region in(Revision revision) {
    return new Region(
        TABLE.label(revision),
        ChannelPlan.dynamic(
            new int[] {0, 5},
            ChannelPlan.dynamicGrid(779_500_000, 786_500_000),
            0,
            779_500_000,
            779_700_000,
            779_900_000),
        DATA_RATES,
        MaxPayloads.of(59, 59, 59, 123, 250, 250, 250, 250),
        Windows.of(Rx1Table.slower(DATA_RATES, 0), 786_000_000, 0),
        Limits.of(12.15, 6, 10, SubBand.upTo(779_000_000, 787_000_000, 0.01, 12.15f)),
        ClassB.sf9(3, 785_000_000, 785_000_000));
  }
}
