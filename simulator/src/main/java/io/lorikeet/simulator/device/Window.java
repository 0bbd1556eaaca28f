package io.lorikeet.simulator.device;

/** When a device listens. */
public enum Window {
  RX1,
  RX2,
  /** All the time, in class C. */
  RXC
}
