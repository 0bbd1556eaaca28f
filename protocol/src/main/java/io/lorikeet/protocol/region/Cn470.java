package io.lorikeet.protocol.region;

import io.lorikeet.protocol.region.DataRates.Use;
import java.util.List;

/** China, 470 to 510 MHz, up to RP001: one plan of 96 channels up and 48 down. */
final class Cn470 {

  static final RegionTable TABLE =
      new RegionTable("CN470", "CN_470_510", Revision.TS001_1_0_1, Revision.RP001_1_1B, Cn470::in);

  static final SubBand SUB_BAND = SubBand.upTo(470_000_000, 510_000_000, 1, 19.15f);

  /** Beacons of all plans of CN470 are in SF10. */
  static final int BEACON_DATA_RATE = 2;

  private static final List<Channel> UP_CHANNELS =
      ChannelPlan.raster(470_300_000, 200_000, 96, 0, 5);
  private static final List<Channel> DOWN_CHANNELS =
      ChannelPlan.raster(500_300_000, 200_000, 48, 0, 5);

  private static final DataRates DATA_RATES =
      DataRates.adr(0, 5).plus(0, Use.BOTH, DataRates.SF12_TO_SF7);

  private Cn470() {}

  /** The layout of beacons in SF10. */
  static Beacon beacon(List<Long> frequenciesHz) {
    return new Beacon(BEACON_DATA_RATE, frequenciesHz, 2, 1);
  }

  private static Region in(Revision revision) {
    var first = Limits.of(17, 8, 14, SUB_BAND);
    return new Region(
        TABLE.label(revision),
        new ChannelPlan(
            UP_CHANNELS,
            DOWN_CHANNELS,
            List.of(),
            ChannelPlan.range(0, 5),
            ChannelPlan.fixedGrid(470_000_000, 510_000_000, MaskLayout.PLAIN_96, revision)),
        DATA_RATES,
        revision.since(Revision.RP001_1_0_2A)
            ? MaxPayloads.of(59, 59, 59, 123, 250, 250)
            : MaxPayloads.of(59, 59, 59, 123, 230, 230),
        Windows.of(Rx1Table.slower(DATA_RATES, 0), 505_300_000, 0),
        revision.since(Revision.RP001_1_0_2B)
            ? Limits.of(19.15, 8, 14, SUB_BAND)
            : first.withTxPowerOffsets(0, -1, -3, -5, -7, -10, -12, -15),
        ClassB.of(
            beacon(
                ChannelPlan.raster(508_300_000, 200_000, 8, 0, 0).stream()
                    .map(Channel::frequencyHz)
                    .toList())));
  }
}
