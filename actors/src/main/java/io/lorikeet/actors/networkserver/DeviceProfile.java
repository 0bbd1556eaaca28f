package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.handler.EndDeviceId;

/**
 * What the network must know of a device to serve it.
 *
 * @param owner the device's application side, which gets its frames
 * @param frequencyPlan name of a frequency plan, as {@code EU_863_870}
 * @param settings what the network gives the device or must take from it
 */
public record DeviceProfile(
    EndDeviceId owner, LorawanVersion version, String frequencyPlan, Settings settings)
    implements CborSerializable {

  /**
   * @param rx1DelaySeconds 1 to 15; RX2 opens a second later
   * @param rx1DrOffset 0 to 5
   * @param rx2DataRate index of the data rate of RX2
   * @param rx2FrequencyHz frequency of RX2
   */
  public record Settings(int rx1DelaySeconds, int rx1DrOffset, int rx2DataRate, long rx2FrequencyHz)
      implements CborSerializable {}
}
