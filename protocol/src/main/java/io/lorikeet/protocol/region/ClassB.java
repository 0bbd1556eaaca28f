package io.lorikeet.protocol.region;

import java.util.List;

/** Beacons and ping slots of a region. */
public record ClassB(Beacon beacon, PingSlot pingSlot) {

  /** The layout of beacons in SF9: one byte before, none behind. */
  static ClassB sf9(int dataRate, long beaconHz, long pingHz) {
    return new ClassB(
        new Beacon(dataRate, List.of(beaconHz), 1, 0), new PingSlot(dataRate, List.of(pingHz)));
  }

  static ClassB of(Beacon beacon) {
    return new ClassB(beacon, new PingSlot(beacon.dataRate(), beacon.frequenciesHz()));
  }
}
