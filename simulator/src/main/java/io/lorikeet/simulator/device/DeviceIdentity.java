package io.lorikeet.simulator.device;

import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.crypto.SessionKeys11;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;

/** What a device got in the factory. */
public sealed interface DeviceIdentity {

  DevEui devEui();

  /** A device that has to join; LoRaWAN 1.0.x. */
  record Otaa(DevEui devEui, JoinEui joinEui, Aes128Key appKey) implements DeviceIdentity {}

  /** A device of LoRaWAN 1.1 that has to join. */
  record Otaa11(DevEui devEui, JoinEui joinEui, Aes128Key nwkKey, Aes128Key appKey)
      implements DeviceIdentity {}

  /** A device of LoRaWAN 1.1 with a session for life. */
  record Abp11(DevEui devEui, DevAddr devAddr, SessionKeys11 keys) implements DeviceIdentity {}

  /** A device with a session for life; LoRaWAN 1.0.x. */
  record Abp(DevEui devEui, DevAddr devAddr, SessionKeys10 keys) implements DeviceIdentity {}
}
