package io.lorikeet.protocol.region;

import static io.lorikeet.protocol.radio.LrFhss.Rate.ONE_THIRD;
import static io.lorikeet.protocol.radio.LrFhss.Rate.TWO_THIRDS;

import io.lorikeet.protocol.radio.LrFhss;
import io.lorikeet.protocol.region.DataRates.Use;
import io.lorikeet.protocol.region.Limits.GatewayPower;

/** Europe, 863 to 870 MHz. */
final class Eu868 {

  static final RegionTable TABLE =
      new RegionTable("EU868", "EU_863_870", Revision.TS001_1_0, Revision.RP002_1_0_4, Eu868::in);

  private static final float USUAL_EIRP = 16.15f;

  /** ERP limits of ETSI EN 300 220 as EIRP: 14 and 27 dBm and the 2.15 dB of a dipole. */
  private static final SubBand[] SUB_BANDS = {
    new SubBand(863_000_000, 865_000_000, 0.001, USUAL_EIRP),
    new SubBand(865_000_000, 868_000_000, 0.01, USUAL_EIRP),
    new SubBand(868_000_000, 868_600_000, 0.01, USUAL_EIRP),
    new SubBand(868_700_000, 869_200_000, 0.001, USUAL_EIRP),
    new SubBand(869_400_000, 869_650_000, 0.1, 29.15f),
    new SubBand(869_700_000, 870_000_000, 0.01, USUAL_EIRP)
  };

  /**
   * 27 dBm in the sub-band of RX2 and 14 elsewhere, as The Things Network v2 asked: 2 dB below the
   * limit, and 14 and 27 are in the gain tables of all gateways.
   */
  private static final GatewayPower GATEWAYS = new GatewayPower(14, 27);

  private Eu868() {}

  private static Region in(Revision revision) {
    boolean hopping = revision.since(Revision.RP002_1_0_2);
    var dataRates =
        DataRates.adr(0, 5)
            .plus(0, Use.BOTH, DataRates.SF12_TO_SF7)
            .plus(6, Use.BOTH, DataRates.SF7_WIDE_AND_FSK);
    if (hopping) {
      dataRates =
          dataRates.plus(
              8,
              Use.UP,
              new LrFhss(137_000, ONE_THIRD),
              new LrFhss(137_000, TWO_THIRDS),
              new LrFhss(336_000, ONE_THIRD),
              new LrFhss(336_000, TWO_THIRDS));
    }
    return new Region(
        TABLE.label(revision),
        ChannelPlan.dynamic(
            new int[] {0, 5},
            ChannelPlan.dynamicGrid(863_000_000, 870_000_000),
            0,
            868_100_000,
            868_300_000,
            868_500_000),
        dataRates,
        hopping
            ? MaxPayloads.of(59, 59, 59, 123, 250, 250, 250, 250, 58, 123, 58, 123)
            : MaxPayloads.of(59, 59, 59, 123, 250, 250, 250, 250),
        Windows.of(
            Rx1Table.of(
                dataRates,
                Rx1Table.USUAL_OFFSETS,
                (dataRate, offset) -> Math.max(answering(dataRate) - offset, 0)),
            869_525_000,
            0),
        Limits.of(16, revision.since(Revision.RP001_1_0_2B) ? 8 : 6, GATEWAYS.usual(), SUB_BANDS)
            .withGatewayPower(GATEWAYS),
        ClassB.sf9(3, 869_525_000, 869_525_000));
  }

  /** LR-FHSS is answered in LoRa: in SF11 what is sent with rate 1/3, in SF10 the rest. */
  private static int answering(int dataRate) {
    return switch (dataRate) {
      case 8, 10 -> 1;
      case 9, 11 -> 2;
      default -> dataRate;
    };
  }
}
