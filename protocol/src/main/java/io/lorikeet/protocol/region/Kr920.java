package io.lorikeet.protocol.region;

import io.lorikeet.protocol.region.DataRates.Use;

/** South Korea, 920 to 923 MHz; who sends listens first, there is no duty cycle. */
final class Kr920 {

  static final RegionTable TABLE =
      new RegionTable(
          "KR920", "KR_920_923", Revision.RP001_1_0_2A, Revision.RP002_1_0_4, Kr920::in);

  private static final DataRates DATA_RATES =
      DataRates.adr(0, 5).plus(0, Use.BOTH, DataRates.SF12_TO_SF7);

  private static final SubBand[] SUB_BANDS = {
    new SubBand(920_900_000, 922_000_000, 1, 10), SubBand.upTo(922_000_000, 923_300_000, 1, 14)
  };

  /** Stations that are not mobile may send with more power than the sub-bands give devices. */
  private static final int GATEWAY_DBM = 23;

  private Kr920() {}

  private static Region in(Revision revision) {
    return new Region(
        TABLE.label(revision),
        ChannelPlan.dynamic(
            new int[] {0, 5},
            ChannelPlan.dynamicGrid(920_900_000, 923_300_000),
            0,
            922_100_000,
            922_300_000,
            922_500_000),
        DATA_RATES,
        MaxPayloads.of(59, 59, 59, 123, 250, 250),
        Windows.of(Rx1Table.slower(DATA_RATES, 0), 921_900_000, 0),
        revision.since(Revision.RP001_1_0_2B)
            ? Limits.of(14, 8, GATEWAY_DBM, SUB_BANDS)
            : Limits.of(20, 7, GATEWAY_DBM, SUB_BANDS)
                .withTxPowerOffsets(0, -6, -10, -12, -15, -18, -20),
        ClassB.sf9(3, 923_100_000, 923_100_000));
  }
}
