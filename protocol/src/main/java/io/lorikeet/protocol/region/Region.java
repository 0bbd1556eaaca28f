package io.lorikeet.protocol.region;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.radio.Modulation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The regional parameters: which channels and data rates there are and what may be sent on them.
 * Frequencies are in Hz, powers in dBm, data rates by their index. A region is one class, listed in
 * {@link #all()}.
 */
public interface Region {

  Region EU868 = new Eu868();

  /** All regions there are. */
  static List<Region> all() {
    return List.of(EU868);
  }

  /** The region with this name, either of the two. */
  static Optional<Region> named(String name) {
    return all().stream()
        .filter(region -> region.name().equals(name) || region.ttnId().equals(name))
        .findFirst();
  }

  /** The name in the regional parameters, as in {@code EU868}. */
  String name();

  /** The name in The Things Network, as in {@code EU_863_870}. */
  String ttnId();

  /**
   * How a data rate is sent.
   *
   * @throws IllegalArgumentException if the region has no such data rate
   */
  Modulation dataRate(int index);

  /** The index of a data rate, up or down, if the region has it; the coding rate is ignored. */
  OptionalInt indexOf(Modulation modulation, boolean uplink);

  /** The data rates a device uses by itself or by ADR, from this index on. */
  int minAdrDataRate();

  /** The data rates a device uses by itself or by ADR, up to this index. */
  int maxAdrDataRate();

  /** The channels every device knows, in the order of their index. */
  List<Integer> defaultChannels();

  /** The channels a join-accept adds, in the order of their index. */
  List<Integer> addedChannels();

  /** {@link #addedChannels()} as a join-accept says them: 16 bytes, or none. */
  Payload cfList();

  /**
   * The data rate of RX1.
   *
   * @throws IllegalArgumentException if there is no such data rate or offset
   */
  int rx1DataRate(int uplinkDataRate, int offset);

  /** The frequency of RX1 after an uplink, unless the device was told another one. */
  int rx1Frequency(int uplinkHz);

  /** The frequency of RX2 unless the device was told another one. */
  int rx2Frequency();

  /** The data rate of RX2 unless the device was told another one. */
  int rx2DataRate();

  /**
   * What a data rate carries at most, where no repeater is between.
   *
   * @throws IllegalArgumentException if the region has no such data rate
   */
  MaxPayload maxPayload(int dataRate);

  /** Where one may send, from low to high, without overlaps. */
  List<SubBand> subBands();

  /** The sub-band of a frequency; empty if one may not send there. */
  default Optional<SubBand> subBandOf(int frequencyHz) {
    return subBands().stream().filter(band -> band.contains(frequencyHz)).findFirst();
  }

  /** The power to ask of a gateway for a downlink, dBm. */
  int downlinkPower(int frequencyHz);

  /** The most power of a device, dBm EIRP: TXPower 0. */
  int maxEirp();

  /** By how many dB each TXPower index is below {@link #maxEirp()}, from index 0 on. */
  List<Integer> txPowerOffsets();
}
