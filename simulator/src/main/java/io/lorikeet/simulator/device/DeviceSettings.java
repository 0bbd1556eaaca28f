package io.lorikeet.simulator.device;

import io.lorikeet.protocol.region.Region;
import java.util.OptionalInt;

/**
 * How a device behaves.
 *
 * @param dataRate of uplinks and join-requests, until the network sets another
 * @param adr whether the network may set it
 * @param joinAttempts how often it tries to join before it gives up
 * @param confirmedAttempts how often it sends a confirmed uplink that is not acknowledged
 * @param region where it is, in the revision it was built by
 * @param rx2DataRate what a device that does not join has built in; empty: what the region has
 * @param before102 whether it is of LoRaWAN 1.0 or 1.0.1: it takes each LinkADRReq alone, gives
 *     each answer once, knows no command that came later, and joins with random DevNonces
 */
public record DeviceSettings(
    int dataRate,
    boolean adr,
    int joinAttempts,
    int confirmedAttempts,
    Region region,
    OptionalInt rx2DataRate,
    boolean before102) {

  public static DeviceSettings usual() {
    return new DeviceSettings(5, false, 10, 8, Region.EU868, OptionalInt.empty(), false);
  }

  public DeviceSettings withDataRate(int other) {
    return new DeviceSettings(
        other, adr, joinAttempts, confirmedAttempts, region, rx2DataRate, before102);
  }

  public DeviceSettings withAdr() {
    return new DeviceSettings(
        dataRate, true, joinAttempts, confirmedAttempts, region, rx2DataRate, before102);
  }

  public DeviceSettings withAttempts(int other) {
    return new DeviceSettings(dataRate, adr, other, other, region, rx2DataRate, before102);
  }

  public DeviceSettings withRegion(Region other) {
    return new DeviceSettings(
        dataRate, adr, joinAttempts, confirmedAttempts, other, rx2DataRate, before102);
  }

  public DeviceSettings withRx2DataRate(int other) {
    return new DeviceSettings(
        dataRate, adr, joinAttempts, confirmedAttempts, region, OptionalInt.of(other), before102);
  }

  public DeviceSettings withVersionBefore102() {
    return new DeviceSettings(
        dataRate, adr, joinAttempts, confirmedAttempts, region, rx2DataRate, true);
  }
}
