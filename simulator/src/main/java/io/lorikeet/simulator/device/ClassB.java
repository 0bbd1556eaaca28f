package io.lorikeet.simulator.device;

import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.mac.PingSlotChannel.PingSlotChannelAns;
import io.lorikeet.protocol.mac.PingSlotChannel.PingSlotChannelReq;
import io.lorikeet.protocol.mac.PingSlotInfo.PingSlotInfoReq;
import io.lorikeet.protocol.mac.PingSlotTimes;
import io.lorikeet.protocol.region.PingSlot;
import io.lorikeet.protocol.region.Region;
import java.time.Instant;
import java.util.Optional;

/**
 * How a device listens in class B: in its ping slots, from when the network has confirmed how often
 * that is, as long as it hears beacons. Lives on the loop.
 */
final class ClassB {

  private static final int NOT_TOLD = -1;

  private final Region region;
  private int periodicity = NOT_TOLD;
  private boolean agreed;
  private boolean beacons = true;
  private PingSlot usual;
  private long frequencyHz;
  private int dataRate;

  ClassB(Region region) {
    this.region = region;
    this.usual = region.classB().pingSlot();
    this.dataRate = usual.dataRate();
  }

  /**
   * After a join it is in class A until the network knows of its slots again.
   *
   * @param joinedHz where the join-request was sent, which decides on the slots in some regions
   */
  void reset(long joinedHz) {
    agreed = false;
    frequencyHz = 0;
    usual = region.classB(joinedHz).pingSlot();
    dataRate = usual.dataRate();
  }

  /** What it says in its uplinks until the network has understood. */
  Optional<PingSlotInfoReq> asks() {
    return agreed || periodicity == NOT_TOLD
        ? Optional.empty()
        : Optional.of(new PingSlotInfoReq(periodicity));
  }

  /** A slot every 2^n seconds from when the network knows it. */
  void wants(int exponent) {
    periodicity = exponent;
    agreed = false;
  }

  /** PingSlotInfoAns. */
  void onAgreed() {
    agreed = periodicity != NOT_TOLD;
  }

  void hearsBeacons(boolean does) {
    beacons = does;
  }

  /** Whether it is in class B, as its uplinks say. */
  boolean isOn() {
    return agreed && beacons;
  }

  PingSlotChannelAns set(PingSlotChannelReq request) {
    boolean frequencyOk =
        request.frequencyHz() == 0 || region.allowsChannelAt(request.frequencyHz());
    boolean dataRateOk = region.dataRateIndices(false).contains(request.dataRate());
    if (frequencyOk && dataRateOk) {
      frequencyHz = request.frequencyHz();
      dataRate = request.dataRate();
    }
    return new PingSlotChannelAns(frequencyOk, dataRateOk);
  }

  /** The next ping slot that does not start before this. */
  Instant next(DevAddr devAddr, Instant notBefore) {
    return PingSlotTimes.next(devAddr, periodicity, notBefore);
  }

  long frequencyHz(DevAddr devAddr, Instant slot) {
    return frequencyHz == 0
        ? usual.frequencyHz(devAddr, PingSlotTimes.beaconTime(slot))
        : frequencyHz;
  }

  int dataRate() {
    return dataRate;
  }
}
