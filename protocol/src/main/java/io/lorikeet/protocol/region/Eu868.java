package io.lorikeet.protocol.region;

import io.lorikeet.protocol.LittleEndian;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.radio.Fsk;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.radio.Modulation;
import java.util.List;
import java.util.OptionalInt;

/**
 * Europe, 863 to 870 MHz (RP002-1.0.4). The data rates 8 to 11 (LR-FHSS) are missing: the packet
 * forwarders we serve do not receive them.
 */
final class Eu868 implements Region {

  private static final List<Modulation> DATA_RATES =
      List.of(
          LoRa.of(12, 125_000),
          LoRa.of(11, 125_000),
          LoRa.of(10, 125_000),
          LoRa.of(9, 125_000),
          LoRa.of(8, 125_000),
          LoRa.of(7, 125_000),
          LoRa.of(7, 250_000),
          new Fsk(50_000));

  private static final int[] MAX_MAC_PAYLOAD = {59, 59, 59, 123, 250, 250, 250, 250};

  private static final int MAX_RX1_OFFSET = 5;

  private static final List<Integer> DEFAULT_CHANNELS =
      List.of(868_100_000, 868_300_000, 868_500_000);

  private static final List<Integer> ADDED_CHANNELS =
      List.of(867_100_000, 867_300_000, 867_500_000, 867_700_000, 867_900_000);

  private static final float USUAL_EIRP = 16.15f;

  /** ERP limits of ETSI EN 300 220 as EIRP: 14 and 27 dBm and the 2.15 dB of a dipole. */
  private static final SubBand HIGH_POWER = new SubBand(869_400_000, 869_650_000, 0.1, 29.15f);

  private static final List<SubBand> SUB_BANDS =
      List.of(
          new SubBand(863_000_000, 865_000_000, 0.001, USUAL_EIRP),
          new SubBand(865_000_000, 868_000_000, 0.01, USUAL_EIRP),
          new SubBand(868_000_000, 868_600_000, 0.01, USUAL_EIRP),
          new SubBand(868_700_000, 869_200_000, 0.001, USUAL_EIRP),
          HIGH_POWER,
          new SubBand(869_700_000, 870_000_000, 0.01, USUAL_EIRP));

  private static final Payload CF_LIST = cfListOf(ADDED_CHANNELS);

  @Override
  public String name() {
    return "EU868";
  }

  @Override
  public String ttnId() {
    return "EU_863_870";
  }

  @Override
  public Modulation dataRate(int index) {
    return DATA_RATES.get(checked(index));
  }

  @Override
  public OptionalInt indexOf(Modulation modulation, boolean uplink) {
    var sought =
        modulation instanceof LoRa lora
            ? LoRa.of(lora.spreadingFactor(), lora.bandwidthHz())
            : modulation;
    int index = DATA_RATES.indexOf(sought);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  @Override
  public int minAdrDataRate() {
    return 0;
  }

  @Override
  public int maxAdrDataRate() {
    return 5;
  }

  @Override
  public List<Integer> defaultChannels() {
    return DEFAULT_CHANNELS;
  }

  @Override
  public List<Integer> addedChannels() {
    return ADDED_CHANNELS;
  }

  @Override
  public Payload cfList() {
    return CF_LIST;
  }

  @Override
  public int rx1DataRate(int uplinkDataRate, int offset) {
    if (offset < 0 || offset > MAX_RX1_OFFSET) {
      throw new IllegalArgumentException("RX1DROffset: " + offset + " (expected: 0 to 5)");
    }
    return Math.max(checked(uplinkDataRate) - offset, 0);
  }

  @Override
  public int rx1Frequency(int uplinkHz) {
    return uplinkHz;
  }

  @Override
  public int rx2Frequency() {
    return 869_525_000;
  }

  @Override
  public int rx2DataRate() {
    return 0;
  }

  @Override
  public MaxPayload maxPayload(int dataRate) {
    return MaxPayload.ofMacPayload(MAX_MAC_PAYLOAD[checked(dataRate)]);
  }

  @Override
  public List<SubBand> subBands() {
    return SUB_BANDS;
  }

  /**
   * 27 dBm in the sub-band of RX2 and 14 elsewhere, as The Things Network v2 asked. Gateways take
   * it as EIRP, so this stays 2 dB below the limit, and 14 and 27 are in the gain tables of all.
   */
  @Override
  public int downlinkPower(int frequencyHz) {
    return HIGH_POWER.contains(frequencyHz) ? 27 : 14;
  }

  @Override
  public int maxEirp() {
    return 16;
  }

  @Override
  public List<Integer> txPowerOffsets() {
    return List.of(0, -2, -4, -6, -8, -10, -12, -14);
  }

  @Override
  public String toString() {
    return name();
  }

  private static int checked(int dataRate) {
    if (dataRate < 0 || dataRate >= DATA_RATES.size()) {
      throw new IllegalArgumentException("data rate: " + dataRate + " (expected: 0 to 7)");
    }
    return dataRate;
  }

  /** CFList type 0: five frequencies in units of 100 Hz and the type. */
  private static Payload cfListOf(List<Integer> frequencies) {
    var bytes = new byte[16];
    for (int i = 0; i < frequencies.size(); i++) {
      LittleEndian.write(bytes, 3 * i, frequencies.get(i) / 100, 3);
    }
    return Payload.of(bytes);
  }
}
