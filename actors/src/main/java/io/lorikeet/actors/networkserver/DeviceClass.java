package io.lorikeet.actors.networkserver;

/** When a device listens (LoRaWAN 1.0.4, 2.1). */
public enum DeviceClass {
  /** After each uplink. */
  A,
  /** And in ping slots, as long as it hears beacons. */
  B,
  /** Always, unless it sends. */
  C
}
