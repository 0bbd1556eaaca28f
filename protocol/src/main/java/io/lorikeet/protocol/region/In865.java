package io.lorikeet.protocol.region;

import static io.lorikeet.protocol.region.MaxPayloads.NONE;

import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.region.DataRates.Use;
import java.util.List;

/** India, 865 to 867 MHz. There is no data rate 6. */
final class In865 {

  static final RegionTable TABLE =
      new RegionTable(
          "IN865", "IN_865_867", Revision.RP001_1_0_2B, Revision.RP002_1_0_4, In865::in);

  private static final DataRates DATA_RATES =
      DataRates.adr(0, 5)
          .plus(0, Use.BOTH, DataRates.SF12_TO_SF7)
          .plus(7, Use.BOTH, new Fsk(50_000));

  private static final int OFFSETS = 8;
  private static final int FASTEST_OFFSET = 5;

  private In865() {}

  private static Region in(Revision revision) {
    // Beacons are in SF8, and have another layout for it.
    var beacon = new Beacon(4, List.of(866_550_000L), 0, 3);
    return new Region(
        TABLE.label(revision),
        ChannelPlan.dynamic(
            new int[] {0, 5},
            ChannelPlan.dynamicGrid(865_000_000, 867_000_000),
            0,
            865_062_500,
            865_402_500,
            865_985_000),
        DATA_RATES,
        MaxPayloads.of(59, 59, 59, 123, 250, 250, NONE, 250),
        Windows.of(
            Rx1Table.of(DATA_RATES, OFFSETS, (dataRate, offset) -> rx1(revision, dataRate, offset)),
            866_550_000,
            2),
        Limits.of(30, 11, 27, SubBand.upTo(865_000_000, 867_000_000, 1, 30)),
        ClassB.of(beacon));
  }

  /** Offsets 6 and 7 make it faster; before RP002 not faster than SF7, and never data rate 6. */
  private static int rx1(Revision revision, int dataRate, int offset) {
    int slower = offset > FASTEST_OFFSET ? FASTEST_OFFSET - offset : offset;
    int fastest = revision.since(Revision.RP002_1_0_0) ? 7 : 5;
    int answer = Math.min(Math.max(dataRate - slower, 0), fastest);
    return answer == 6 ? 5 : answer;
  }
}
