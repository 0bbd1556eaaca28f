package io.lorikeet.simulator.device;

import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;

/** What a device got in the factory. */
public sealed interface DeviceIdentity {

  DevEui devEui();

  /** A device that has to join. */
  record Otaa(DevEui devEui, JoinEui joinEui, Aes128Key appKey) implements DeviceIdentity {}

  /** A device with a session for life. */
  record Abp(DevEui devEui, DevAddr devAddr, SessionKeys10 keys) implements DeviceIdentity {}
}
