package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What MAC commands set of a device. Frequencies are in Hz, data rates and powers by their index.
 *
 * @param link the data rate is {@link #UNKNOWN} until the network has set it
 * @param enabled indices of the channels in use; at most 96
 * @param channels by index, where the network defines them; empty where the region does; at most 16
 */
public record MacParameters(
    LinkSettings link,
    SortedSet<Integer> enabled,
    SortedMap<Integer, DeviceChannel> channels,
    Windows windows,
    Sending sending,
    ClassB classB,
    Backoff backoff)
    implements CborSerializable {

  /** A data rate that only the device knows. */
  public static final int UNKNOWN = -1;

  public MacParameters {
    enabled = Canonical.set(enabled);
    channels = Canonical.map(channels);
  }

  /**
   * @param downlinkHz of RX1 after an uplink on this channel; 0 where the region decides
   */
  public record DeviceChannel(long frequencyHz, int minDataRate, int maxDataRate, long downlinkHz)
      implements CborSerializable {}

  /**
   * @param rx1DelaySeconds 1 to 15; RX2 opens a second later
   */
  public record Windows(int rx1DelaySeconds, int rx1DrOffset, int rx2DataRate, long rx2FrequencyHz)
      implements CborSerializable {}

  /**
   * @param maxDutyCycle 1/2^n of the time, 0 to 15; 0 means no limit
   * @param maxEirp index as in TxParamSetupReq
   */
  public record Sending(
      int maxDutyCycle, boolean uplinkDwellTime, boolean downlinkDwellTime, int maxEirp)
      implements CborSerializable {}

  /**
   * @param pingPeriodicity ping slots every 2^n seconds; {@link #UNKNOWN} until the device says it
   * @param pingFrequencyHz 0 is the default of the region
   * @param beaconFrequencyHz 0 is the default of the region
   */
  public record ClassB(
      int pingPeriodicity, long pingFrequencyHz, int pingDataRate, long beaconFrequencyHz)
      implements CborSerializable {}

  /**
   * What a 1.1 device does by itself.
   *
   * @param adrLimitExponent ADR_ACK_LIMIT is 2^n
   * @param adrDelayExponent ADR_ACK_DELAY is 2^n
   * @param rejoinTimeExponent a rejoin-request at least every 2^(n+10) seconds; {@link #UNKNOWN}
   *     until it was told
   * @param rejoinCountExponent a rejoin-request at least every 2^(n+4) uplinks; {@link #UNKNOWN}
   *     until it was told
   */
  public record Backoff(
      int adrLimitExponent, int adrDelayExponent, int rejoinTimeExponent, int rejoinCountExponent)
      implements CborSerializable {

    /** What every device starts with (RP002, default settings). */
    public static final Backoff DEFAULT = new Backoff(6, 5, UNKNOWN, UNKNOWN);
  }

  /** The same with another link. */
  public MacParameters withLink(LinkSettings other) {
    return new MacParameters(other, enabled, channels, windows, sending, classB, backoff);
  }

  MacParameters withChannels(
      Collection<Integer> newEnabled, Map<Integer, DeviceChannel> newChannels) {
    return new MacParameters(
        link,
        new TreeSet<>(newEnabled),
        new TreeMap<>(newChannels),
        windows,
        sending,
        classB,
        backoff);
  }

  MacParameters withWindows(Windows other) {
    return new MacParameters(link, enabled, channels, other, sending, classB, backoff);
  }

  MacParameters withSending(Sending other) {
    return new MacParameters(link, enabled, channels, windows, other, classB, backoff);
  }

  MacParameters withClassB(ClassB other) {
    return new MacParameters(link, enabled, channels, windows, sending, other, backoff);
  }

  MacParameters withBackoff(Backoff other) {
    return new MacParameters(link, enabled, channels, windows, sending, classB, other);
  }
}
