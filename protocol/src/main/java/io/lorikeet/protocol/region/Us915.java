package io.lorikeet.protocol.region;

import static io.lorikeet.protocol.radio.LrFhss.Rate.ONE_THIRD;
import static io.lorikeet.protocol.radio.LrFhss.Rate.TWO_THIRDS;
import static io.lorikeet.protocol.region.MaxPayloads.NONE;

import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.LrFhss;
import io.lorikeet.protocol.region.DataRates.Use;
import java.util.List;

/** North America, 902 to 928 MHz: 64 narrow and 8 wide channels up, 8 wide ones down. */
final class Us915 {

  static final RegionTable TABLE =
      new RegionTable("US915", "US_902_928", Revision.TS001_1_0, Revision.RP002_1_0_4, Us915::in);

  /** Downlinks of US915 and AU915, from index 8 on. */
  static final LoRa[] DOWN = {
    LoRa.of(12, 500_000),
    LoRa.of(11, 500_000),
    LoRa.of(10, 500_000),
    LoRa.of(9, 500_000),
    LoRa.of(8, 500_000),
    LoRa.of(7, 500_000)
  };

  static final int SLOWEST_DOWN = 8;
  static final int FASTEST_DOWN = 13;

  /** Of US915 and AU915. */
  static final List<Channel> DOWN_CHANNELS =
      ChannelPlan.raster(923_300_000, 600_000, 8, SLOWEST_DOWN, FASTEST_DOWN);

  /** Of US915 and AU915. */
  static final ClassB CLASS_B =
      ClassB.of(
          new Beacon(
              SLOWEST_DOWN, DOWN_CHANNELS.stream().map(Channel::frequencyHz).toList(), 4, 3));

  private static final List<Channel> UP_CHANNELS =
      ChannelPlan.joined(
          ChannelPlan.raster(902_300_000, 200_000, 64, 0, 3),
          ChannelPlan.raster(903_000_000, 1_600_000, 8, 4, 4));

  private static final SubBand[] SUB_BANDS = {
    SubBand.upTo(902_300_000, 914_900_000, 1, 23.15f),
    SubBand.upTo(923_300_000, 927_500_000, 1, 28.15f)
  };

  private Us915() {}

  private static Region in(Revision revision) {
    var dataRates =
        DataRates.adr(0, 3)
            .plus(
                0,
                Use.UP,
                LoRa.of(10, 125_000),
                LoRa.of(9, 125_000),
                LoRa.of(8, 125_000),
                LoRa.of(7, 125_000),
                LoRa.of(8, 500_000))
            .plus(SLOWEST_DOWN, Use.DOWN, DOWN);
    if (revision.since(Revision.RP002_1_0_2)) {
      dataRates =
          dataRates.plus(
              5, Use.UP, new LrFhss(1_523_000, ONE_THIRD), new LrFhss(1_523_000, TWO_THIRDS));
    }
    return new Region(
        TABLE.label(revision),
        new ChannelPlan(
            UP_CHANNELS,
            DOWN_CHANNELS,
            List.of(),
            List.of(0, 4),
            ChannelPlan.fixedGrid(902_300_000, 927_500_000, MaskLayout.WIDE_72, revision)),
        dataRates,
        payloads(revision),
        Windows.of(Rx1Table.of(dataRates, 4, Us915::rx1), 923_300_000, SLOWEST_DOWN),
        Limits.of(30, txPowers(revision), 20, SUB_BANDS)
            .withDwell(new DwellTime(true, false), false),
        CLASS_B);
  }

  /** The limit of 400 ms for uplinks is in it. */
  private static MaxPayloads payloads(Revision revision) {
    if (revision.since(Revision.RP002_1_0_2)) {
      return MaxPayloads.of(19, 61, 133, 250, 250, 58, 133, NONE, 61, 137, 250, 250, 250, 250);
    }
    var old = MaxPayloads.of(19, 61, 133, 250, 250, NONE, NONE, NONE, 61, 137, 250, 250, 250, 250);
    return revision.since(Revision.RP002_1_0_0)
        ? old.withRepeater(19, 61, 133, 230, 230, NONE, NONE, NONE, 41, 117, 230, 230, 230, 230)
        : old.withRepeater(19, 61, 133, 250, 250, NONE, NONE, NONE, 41, 117, 230, 230, 230, 230);
  }

  /** LR-FHSS is answered as the two slowest data rates are. */
  private static int rx1(int dataRate, int offset) {
    int answered = dataRate > 4 ? dataRate - 5 : dataRate;
    return Math.min(Math.max(10 + answered - offset, SLOWEST_DOWN), FASTEST_DOWN);
  }

  private static int txPowers(Revision revision) {
    if (revision.since(Revision.RP001_1_1A)) {
      return 15;
    }
    return revision.since(Revision.RP001_1_0_3A) ? 16 : 11;
  }
}
