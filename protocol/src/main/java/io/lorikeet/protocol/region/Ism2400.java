package io.lorikeet.protocol.region;

import io.lorikeet.protocol.radio.CodingRate;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.region.ChannelPlan.CfListKind;
import io.lorikeet.protocol.region.ChannelPlan.Grid;
import io.lorikeet.protocol.region.DataRates.Use;
import java.util.stream.IntStream;

/** The whole world, 2.4 GHz: LoRa of 812 kHz with long interleaving, SF12 to SF5. */
final class Ism2400 {

  static final RegionTable TABLE =
      new RegionTable("ISM2400", "ISM_2400", Revision.TS001_1_0, Revision.RP002_1_0_4, Ism2400::in);

  private static final DataRates DATA_RATES =
      DataRates.adr(0, 7)
          .plus(
              0,
              Use.BOTH,
              IntStream.rangeClosed(0, 7)
                  .mapToObj(index -> new LoRa(12 - index, 812_000, CodingRate.CR_4_8_LI))
                  .toArray(LoRa[]::new));

  /** MAC commands have 24 bits for a frequency: 100 Hz would not reach. */
  private static final Grid GRID =
      new Grid(2_400_000_000L, 2_483_500_000L, 200, MaskLayout.DEFINED_16, CfListKind.FREQUENCIES);

  private Ism2400() {}

  private static Region in(Revision revision) {
    return new Region(
        TABLE.label(revision),
        ChannelPlan.dynamic(
            new int[] {0, 7}, GRID, 0, 2_403_000_000L, 2_425_000_000L, 2_479_000_000L),
        DATA_RATES,
        MaxPayloads.of(59, 123, 248, 248, 248, 248, 248, 248)
            .withRepeater(59, 123, 228, 228, 228, 228, 228, 228),
        Windows.of(Rx1Table.slower(DATA_RATES, 0), 2_423_000_000L, 0),
        Limits.of(10, 8, 10, SubBand.upTo(2_400_000_000L, 2_500_000_000L, 1, 10.15f)),
        ClassB.sf9(3, 2_424_000_000L, 2_424_000_000L));
  }
}
