package io.lorikeet.actors.multicast;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.List;

/**
 * What an application says of a group; the devices were told the same by other means.
 *
 * @param gateways that transmit; empty: so few as reach all devices that were heard
 */
public record MulticastSettings(
    String name, Session session, Channel channel, List<ChosenGateway> gateways)
    implements CborSerializable {

  public static final int MAX_GATEWAYS = 50;

  public MulticastSettings {
    gateways = List.copyOf(gateways);
  }

  /** The address and the keys that all devices of the group have. */
  public record Session(DevAddr mcAddr, Aes128Key mcNwkSKey, Aes128Key mcAppSKey)
      implements CborSerializable {

    /** Whether a counter of {@code other} must not be used here again. */
    boolean sharesKey(Session other) {
      return mcAddr.equals(other.mcAddr)
          && (mcNwkSKey.equals(other.mcNwkSKey) || mcAppSKey.equals(other.mcAppSKey));
    }
  }

  /**
   * Where and when the devices listen.
   *
   * @param deviceClass B or C
   * @param frequencyPlan name of a frequency plan, as {@code EU_863_870}
   * @param frequencyHz of class C and of the ping slots of class B
   * @param dataRate its index
   * @param pingPeriodicity in class B: a slot every 2^n seconds, 0 to 7
   */
  public record Channel(
      DeviceClass deviceClass,
      String frequencyPlan,
      long frequencyHz,
      int dataRate,
      int pingPeriodicity)
      implements CborSerializable {}
}
