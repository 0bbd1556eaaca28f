package io.lorikeet.simulator.device;

/** When a class A device listens. */
public enum Window {
  RX1,
  RX2
}
