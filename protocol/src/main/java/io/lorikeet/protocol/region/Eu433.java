package io.lorikeet.protocol.region;

import io.lorikeet.protocol.region.DataRates.Use;

/** Europe, 433 MHz. */
final class Eu433 {

  static final RegionTable TABLE =
      new RegionTable("EU433", "EU_433", Revision.TS001_1_0, Revision.RP002_1_0_4, Eu433::in);

  private static final DataRates DATA_RATES =
      DataRates.adr(0, 5)
          .plus(0, Use.BOTH, DataRates.SF12_TO_SF7)
          .plus(6, Use.BOTH, DataRates.SF7_WIDE_AND_FSK);

  private Eu433() {}

  private static Region in(Revision revision) {
    return new Region(
        TABLE.label(revision),
        ChannelPlan.dynamic(
            new int[] {0, 5},
            ChannelPlan.dynamicGrid(433_175_000, 434_665_000),
            0,
            433_175_000,
            433_375_000,
            433_575_000),
        DATA_RATES,
        MaxPayloads.of(59, 59, 59, 123, 250, 250, 250, 250),
        Windows.of(Rx1Table.slower(DATA_RATES, 0), 434_665_000, 0),
        Limits.of(12.15, 6, 10, SubBand.upTo(433_175_000, 434_665_000, 0.01, 12.15f)),
        ClassB.sf9(3, 434_665_000, 434_665_000));
  }
}
