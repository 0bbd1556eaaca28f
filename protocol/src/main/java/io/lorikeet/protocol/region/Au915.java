package io.lorikeet.protocol.region;

import static io.lorikeet.protocol.radio.LrFhss.Rate.ONE_THIRD;
import static io.lorikeet.protocol.region.MaxPayloads.NONE;

import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.LrFhss;
import io.lorikeet.protocol.region.DataRates.Use;
import java.util.List;

/**
 * Australia and South America, 915 to 928 MHz: as US915 with other uplinks. Before RP001-1.0.2B its
 * data rates had other numbers; nobody has such devices, and we do not serve them.
 */
final class Au915 {

  static final RegionTable TABLE =
      new RegionTable(
          "AU915", "AU_915_928", Revision.RP001_1_0_2B, Revision.RP002_1_0_4, Au915::in);

  private static final List<Channel> UP_CHANNELS =
      ChannelPlan.joined(
          ChannelPlan.raster(915_200_000, 200_000, 64, 0, 5),
          ChannelPlan.raster(915_900_000, 1_600_000, 8, 6, 6));

  private Au915() {}

  private static Region in(Revision revision) {
    var dataRates =
        DataRates.adr(0, 5)
            .plus(0, Use.UP, DataRates.SF12_TO_SF7)
            .plus(6, Use.UP, LoRa.of(8, 500_000))
            .plus(Us915.SLOWEST_DOWN, Use.DOWN, Us915.DOWN);
    if (revision.since(Revision.RP002_1_0_2)) {
      dataRates = dataRates.plus(7, Use.UP, new LrFhss(1_523_000, ONE_THIRD));
    }
    boolean told = revision.since(Revision.RP001_1_0_3A);
    return new Region(
        TABLE.label(revision),
        new ChannelPlan(
            UP_CHANNELS,
            Us915.DOWN_CHANNELS,
            List.of(),
            List.of(2, 6),
            ChannelPlan.fixedGrid(915_200_000, 927_800_000, MaskLayout.WIDE_72, revision)),
        dataRates,
        payloads(revision),
        Windows.of(
            Rx1Table.of(dataRates, Rx1Table.USUAL_OFFSETS, Au915::rx1),
            923_300_000,
            Us915.SLOWEST_DOWN),
        Limits.of(30, txPowers(revision), 27, SubBand.upTo(915_000_000, 928_000_000, 1, 30))
            .withDwell(told ? new DwellTime(true, false) : DwellTime.UNLIMITED, told),
        Us915.CLASS_B);
  }

  private static MaxPayloads payloads(Revision revision) {
    if (revision.since(Revision.RP002_1_0_2)) {
      return MaxPayloads.of(59, 59, 59, 123, 250, 250, 250, 58, 61, 137, 250, 250, 250, 250)
          .withDwell(0, 0, 19, 61, 133, 250, 250, 58, 61, 137, 250, 250, 250, 250);
    }
    return MaxPayloads.of(59, 59, 59, 123, 250, 250, 250, NONE, 61, 137, 250, 250, 250, 250)
        .withRepeater(59, 59, 59, 123, 230, 230, 230, NONE, 41, 117, 230, 230, 230, 230)
        .withDwell(0, 0, 19, 61, 133, 250, 250, NONE, 61, 137, 250, 250, 250, 250)
        .withDwellAndRepeater(0, 0, 19, 61, 133, 230, 230, NONE, 41, 117, 230, 230, 230, 230);
  }

  /** LR-FHSS is answered as SF11 is. */
  private static int rx1(int dataRate, int offset) {
    int answered = dataRate == 7 ? 1 : dataRate;
    return Math.min(
        Math.max(Us915.SLOWEST_DOWN + answered - offset, Us915.SLOWEST_DOWN), Us915.FASTEST_DOWN);
  }

  private static int txPowers(Revision revision) {
    return switch (revision) {
      case RP001_1_0_3A -> 16;
      case RP001_1_0_2B, RP001_1_1A -> 11;
      default -> 15;
    };
  }
}
