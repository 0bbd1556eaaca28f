package io.lorikeet.simulator.device;

/** When a device listens. */
public enum Window {
  RX1,
  RX2,
  /** All the time, in class C. */
  RXC,
  /** In class B. */
  PING_SLOT;

  /** Whether the device listens because it has sent. */
  boolean followsUplink() {
    return this == RX1 || this == RX2;
  }
}
