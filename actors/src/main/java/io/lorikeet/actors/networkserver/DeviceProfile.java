package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.region.Revision;
import java.util.Optional;

/**
 * What the network must know of a device to serve it. Eight components and not fewer records: it is
 * stored so.
 *
 * @param owner the device's application side, which gets its frames
 * @param frequencyPlan name of a frequency plan, as {@code EU_863_870}
 * @param settings what the network gives the device or must take from it
 * @param regionalParameters the revision that the device follows, if anybody said
 * @param mac what MAC commands are to bring the device to
 * @param deviceClass the class that the device has beside A, if it turns it on
 * @param counterWidth how far the device counts its frames, and lets the network count them
 */
public record DeviceProfile(
    EndDeviceId owner,
    LorawanVersion version,
    String frequencyPlan,
    Settings settings,
    Optional<Revision> regionalParameters,
    MacSettings mac,
    DeviceClass deviceClass,
    CounterWidth counterWidth)
    implements CborSerializable {

  public DeviceProfile {
    frequencyPlan = frequencyPlan.intern(); // one for all its devices
    // Null before it was stored; and one for all devices that have the usual ones.
    mac = MacSettings.DEFAULT.equals(mac) || mac == null ? MacSettings.DEFAULT : mac;
    deviceClass = deviceClass == null ? DeviceClass.A : deviceClass; // before it was stored
    counterWidth = counterWidth == null ? CounterWidth.BITS_32 : counterWidth; // likewise
  }

  public Revision revision() {
    return regionalParameters.orElseGet(version::regionalParameters);
  }

  /**
   * The windows that a device is to have. A device that joins is told them; one that does not is
   * taken to be built with those it was first registered with.
   *
   * @param rx1DelaySeconds 1 to 15; RX2 opens a second later
   * @param rx1DrOffset 0 to 7, as the region has them
   * @param rx2DataRate index of the data rate of RX2
   * @param rx2FrequencyHz frequency of RX2
   */
  public record Settings(int rx1DelaySeconds, int rx1DrOffset, int rx2DataRate, long rx2FrequencyHz)
      implements CborSerializable {}
}
