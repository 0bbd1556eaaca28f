package io.lorikeet.simulator.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lorikeet.protocol.region.Region;

/**
 * How a device listens after an uplink.
 *
 * @param delaySeconds from the end of the uplink to RX1
 * @param downlinkDwell whether downlinks last 400 ms at most, which makes RX1 faster
 */
public record RxParameters(
    @JsonProperty("delay_s") int delaySeconds,
    @JsonProperty("rx1_dr_offset") int rx1DrOffset,
    @JsonProperty("rx2_data_rate") int rx2DataRate,
    @JsonProperty("rx2_frequency") long rx2FrequencyHz,
    @JsonProperty("downlink_dwell") boolean downlinkDwell) {

  /** What holds until the network says otherwise. */
  public static RxParameters initial(Region region) {
    return new RxParameters(
        1, 0, region.rx2DataRate(), region.rx2Frequency(), region.dwell().downlink());
  }

  RxParameters withDelay(int seconds) {
    return new RxParameters(
        Math.max(1, seconds), rx1DrOffset, rx2DataRate, rx2FrequencyHz, downlinkDwell);
  }

  RxParameters withRx1Offset(int offset) {
    return new RxParameters(delaySeconds, offset, rx2DataRate, rx2FrequencyHz, downlinkDwell);
  }

  RxParameters withRx2DataRate(int dataRate) {
    return new RxParameters(delaySeconds, rx1DrOffset, dataRate, rx2FrequencyHz, downlinkDwell);
  }

  RxParameters withRx2Frequency(long frequencyHz) {
    return new RxParameters(delaySeconds, rx1DrOffset, rx2DataRate, frequencyHz, downlinkDwell);
  }

  RxParameters withDownlinkDwell(boolean limited) {
    return new RxParameters(delaySeconds, rx1DrOffset, rx2DataRate, rx2FrequencyHz, limited);
  }
}
