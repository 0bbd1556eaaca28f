package io.lorikeet.actors.handler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.networkserver.DeviceProfile;
import io.lorikeet.actors.networkserver.NetworkKeys11;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.util.Map;
import java.util.Optional;

/**
 * What an application says of its device.
 *
 * @param joinEui absent for a device that never joins
 * @param activation its keys: to join with, or of a session that exists
 * @param labels what only people read
 */
public record EndDeviceRegistration(
    EndDeviceId id,
    DevEui devEui,
    Optional<JoinEui> joinEui,
    Activation activation,
    DeviceProfile profile,
    Labels labels)
    implements CborSerializable {

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Otaa.class, name = "otaa"),
    @JsonSubTypes.Type(value = Abp.class, name = "abp")
  })
  public sealed interface Activation extends CborSerializable {}

  /**
   * Over-the-air activation.
   *
   * @param appKey in LoRaWAN 1.0.x the only root key
   * @param nwkKey the other root key of 1.1; empty for 1.0.x
   */
  public record Otaa(Aes128Key appKey, Optional<Aes128Key> nwkKey) implements Activation {

    /** That of LoRaWAN 1.0.x; a 1.1 device that works as such uses its NwkKey as AppKey. */
    public static Otaa with(Aes128Key appKey) {
      return new Otaa(appKey, Optional.empty());
    }

    /** What signs join-requests. */
    Aes128Key joinKey() {
      return nwkKey.orElse(appKey);
    }
  }

  /**
   * Activation by personalization.
   *
   * @param nwkSKey FNwkSIntKey in LoRaWAN 1.1
   * @param keys11 further keys of 1.1; empty for 1.0.x
   */
  public record Abp(
      DevAddr devAddr, Aes128Key nwkSKey, Aes128Key appSKey, Optional<NetworkKeys11> keys11)
      implements Activation {

    /** That of LoRaWAN 1.0.x. */
    public static Abp with(DevAddr devAddr, Aes128Key nwkSKey, Aes128Key appSKey) {
      return new Abp(devAddr, nwkSKey, appSKey, Optional.empty());
    }
  }

  /** Name, description and free attributes. */
  public record Labels(String name, String description, Map<String, String> attributes)
      implements CborSerializable {

    public Labels {
      attributes = Map.copyOf(attributes);
    }
  }
}
