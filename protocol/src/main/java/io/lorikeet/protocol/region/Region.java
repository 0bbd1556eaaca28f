package io.lorikeet.protocol.region;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.radio.Modulation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;

/**
 * The regional parameters in one revision: which channels and data rates there are and what may be
 * sent on them. Frequencies are in Hz, powers in dBm, data rates by their index. A region is made
 * by one class, listed in {@link Regions}.
 */
public record Region(
    Label label,
    ChannelPlan channels,
    DataRates dataRates,
    MaxPayloads payloads,
    Windows windows,
    Limits limits,
    ClassB classB) {

  /** EU868 in the newest revision. */
  public static final Region EU868 = named("EU868").orElseThrow();

  private static final List<Integer> EIRP_TABLE =
      List.of(8, 10, 12, 13, 14, 16, 18, 20, 21, 24, 26, 27, 29, 30, 33, 36);

  /** GatewayPower that sub-bands must allow as EIRP to be called strong. */
  private static final int STRONG_EIRP = 27;

  /**
   * @param name in the regional parameters, as in {@code EU868}
   * @param ttnId in The Things Network, as in {@code EU_863_870}
   */
  record Label(String name, String ttnId, Revision revision) {}

  /** All regions there are, in {@link Revision#DEFAULT}. */
  public static List<Region> all() {
    return Regions.in(Revision.DEFAULT);
  }

  /** The region with this name, either of the two, in {@link Revision#DEFAULT}. */
  public static Optional<Region> named(String name) {
    return named(name, Revision.DEFAULT);
  }

  /**
   * The region with this name in a revision. Where the revision does not know it, it is as in the
   * nearest that does: {@link #revision()} tells which.
   */
  public static Optional<Region> named(String name, Revision revision) {
    return Regions.named(name, revision);
  }

  /** The name in the regional parameters, as in {@code EU868}. */
  public String name() {
    return label.name();
  }

  /** The name in The Things Network, as in {@code EU_863_870}. */
  public String ttnId() {
    return label.ttnId();
  }

  public Revision revision() {
    return label.revision();
  }

  /**
   * How a data rate is sent.
   *
   * @throws IllegalArgumentException if the region has no such data rate
   */
  public Modulation dataRate(int index) {
    return dataRates.at(index);
  }

  /** The indices of the data rates of uplinks, or those of downlinks. */
  public SortedSet<Integer> dataRateIndices(boolean uplink) {
    return dataRates.indices(uplink);
  }

  /** The index of a data rate, up or down, if the region has it; the coding rate is ignored. */
  public OptionalInt indexOf(Modulation modulation, boolean uplink) {
    return dataRates.indexOf(modulation, uplink);
  }

  /** The data rates a device uses by itself or by ADR, from this index on. */
  public int minAdrDataRate() {
    return dataRates.minAdr();
  }

  /** The data rates a device uses by itself or by ADR, up to this index. */
  public int maxAdrDataRate() {
    return dataRates.maxAdr();
  }

  /** Whether the network may define channels beside the default ones (NewChannelReq). */
  public boolean hasDynamicChannels() {
    return channels.isDynamic();
  }

  /** How many channels a device keeps at most. */
  public int maxChannels() {
    return channels.grid().masks().channels();
  }

  /** The channels that every device knows, by index: all of them, or the default ones. */
  public List<Channel> uplinkChannels() {
    return channels.uplink();
  }

  /** Where the network answers in RX1, by index. */
  public List<Channel> downlinkChannels() {
    return channels.downlink();
  }

  /** The frequencies of {@link #uplinkChannels()}. */
  public List<Long> defaultChannels() {
    return channels.uplink().stream().map(Channel::frequencyHz).toList();
  }

  /** The channels for join-requests if they are others than {@link #uplinkChannels()}. */
  public List<JoinChannel> joinChannels() {
    return channels.join();
  }

  /** The data rates that a device joins in. */
  public List<Integer> joinDataRates() {
    return channels.joinDataRates();
  }

  /** Unit of frequencies in MAC commands and CFLists, in Hz. */
  public long frequencyStep() {
    return channels.grid().stepHz();
  }

  /** Whether a channel may lie here. */
  public boolean allowsChannelAt(long frequencyHz) {
    return frequencyHz >= channels.grid().lowHz() && frequencyHz <= channels.grid().highHz();
  }

  /**
   * What a join-accept says so that a device uses these channels: 16 bytes, or none if the device
   * would not understand or there is nothing to say.
   *
   * @param wanted all channels by index, the default ones first
   * @param enabled indices of those that are used
   */
  public Payload cfList(List<Channel> wanted, Set<Integer> enabled) {
    return channels.cfList(wanted, enabled);
  }

  /**
   * The shortest block of LinkADRReq that leads from one set of channels to another; empty if they
   * are the same.
   *
   * @throws IllegalArgumentException if there can be no such channel
   */
  public List<ChannelMask> channelMasks(Set<Integer> wanted, Set<Integer> current) {
    return channels.grid().masks().requests(wanted, current);
  }

  /**
   * The same for a device that obeys or refuses each request alone: after each of them there are
   * channels to send on, and none of the short forms is used that switch off all narrow ones.
   */
  public List<ChannelMask> channelMaskSteps(Set<Integer> wanted, Set<Integer> current) {
    return channels.grid().masks().steps(wanted, current);
  }

  /**
   * The channels of a device after one request of a block, or empty if it must refuse.
   *
   * @param defined the channels that the device knows
   */
  public Optional<Set<Integer>> applied(
      ChannelMask request, Set<Integer> current, Set<Integer> defined) {
    return channels.grid().masks().applied(request, current, defined);
  }

  /**
   * The data rate of RX1, where the dwell time is as {@link #dwell()} says.
   *
   * @throws IllegalArgumentException if there is no such data rate or offset
   */
  public int rx1DataRate(int uplinkDataRate, int offset) {
    return rx1DataRate(uplinkDataRate, offset, limits.dwell().downlink());
  }

  /**
   * The data rate of RX1.
   *
   * @param dwellLimited whether downlinks last 400 ms at most
   * @throws IllegalArgumentException if there is no such data rate or offset
   */
  public int rx1DataRate(int uplinkDataRate, int offset, boolean dwellLimited) {
    return (dwellLimited ? windows.rx1Dwell() : windows.rx1()).dataRate(uplinkDataRate, offset);
  }

  /** RX1DROffset is 0 to this. */
  public int maxRx1Offset() {
    return windows.rx1().maxOffset();
  }

  /** The frequency of RX1 after an uplink, unless the device was told another one. */
  public long rx1Frequency(long uplinkHz) {
    return channels.rx1Hz(uplinkHz);
  }

  /** The frequency of RX1 after a join-request. */
  public long joinRx1Frequency(long uplinkHz) {
    return channels
        .joinChannel(uplinkHz)
        .map(JoinChannel::rx1Hz)
        .orElseGet(() -> rx1Frequency(uplinkHz));
  }

  /** The frequency of RX2 after a join-request. */
  public long joinRx2Frequency(long uplinkHz) {
    return channels.joinChannel(uplinkHz).map(JoinChannel::rx2Hz).orElse(rx2Frequency());
  }

  /** The frequency of RX2 unless the device was told another one. */
  public long rx2Frequency() {
    return windows.rx2().frequencyHz();
  }

  /** The data rate of RX2 unless the device was told another one. */
  public int rx2DataRate() {
    return windows.rx2().dataRate();
  }

  /**
   * What a data rate carries at most where no repeater is between and the dwell time is as {@link
   * #dwell()} says.
   *
   * @throws IllegalArgumentException if the region has no such data rate
   */
  public MaxPayload maxPayload(int dataRate) {
    boolean uplink = dataRates.row(dataRate).sent(true);
    boolean downlink = dataRates.row(dataRate).sent(false);
    boolean limited = downlink ? dwell().downlink() : uplink && dwell().uplink();
    return maxPayload(dataRate, limited, false);
  }

  /**
   * What a data rate carries at most.
   *
   * @param dwellLimited whether transmissions last 400 ms at most
   * @param repeater whether one may be between
   * @throws IllegalArgumentException if the region has no such data rate
   */
  public MaxPayload maxPayload(int dataRate, boolean dwellLimited, boolean repeater) {
    dataRates.row(dataRate);
    return payloads.of(dataRate, dwellLimited, repeater);
  }

  /** The dwell time unless the network says otherwise. */
  public DwellTime dwell() {
    return limits.dwell();
  }

  /** Whether devices understand TxParamSetupReq. */
  public boolean usesTxParamSetup() {
    return limits.txParamSetup();
  }

  /** Index for TxParamSetupReq of the most power that is not above this, in dBm EIRP. */
  public static int eirpIndex(double eirpDbm) {
    int index = EIRP_TABLE.size() - 1;
    while (index > 0 && EIRP_TABLE.get(index) > eirpDbm) {
      index--;
    }
    return index;
  }

  /** The power that an index of TxParamSetupReq means, 0 to 15, in dBm EIRP. */
  public static int eirp(int index) {
    return EIRP_TABLE.get(index);
  }

  /** Where one may send, from low to high, without overlaps. */
  public List<SubBand> subBands() {
    return limits.subBands();
  }

  /** The sub-band of a frequency; empty if one may not send there. */
  public Optional<SubBand> subBandOf(long frequencyHz) {
    return subBands().stream().filter(band -> band.contains(frequencyHz)).findFirst();
  }

  /** The power to ask of a gateway for a downlink, dBm. */
  public int downlinkPower(long frequencyHz) {
    var power = limits.gatewayPower();
    return subBandOf(frequencyHz).filter(band -> band.maxEirpDbm() > STRONG_EIRP).isPresent()
        ? power.strong()
        : power.usual();
  }

  /** The most power of a device, dBm EIRP: TXPower 0. */
  public double maxEirp() {
    return limits.maxEirpDbm();
  }

  /** By how many dB each TXPower index is below {@link #maxEirp()}, from index 0 on. */
  public List<Integer> txPowerOffsets() {
    return limits.txPowerOffsets();
  }

  /** Beacons and ping slots of a device that joined on this frequency. */
  public ClassB classB(long joinedHz) {
    return channels.joinChannel(joinedHz).map(JoinChannel::classB).orElse(classB);
  }

  /** The same of a device that listens in RX2 as its join has told it. */
  public ClassB classBByRx2(long rx2Hz) {
    return channels.join().stream()
        .filter(join -> join.rx2Hz() == rx2Hz)
        .findFirst()
        .map(JoinChannel::classB)
        .orElse(classB);
  }

  @Override
  public String toString() {
    return name();
  }
}
