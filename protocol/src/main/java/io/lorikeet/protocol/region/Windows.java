package io.lorikeet.protocol.region;

/**
 * How a device is answered.
 *
 * @param rx1Dwell data rates of RX1 where downlinks last 400 ms at most
 */
record Windows(Rx1Table rx1, Rx1Table rx1Dwell, Rx2 rx2) {

  static Windows of(Rx1Table rx1, long rx2Hz, int rx2DataRate) {
    return new Windows(rx1, rx1, new Rx2(rx2Hz, rx2DataRate));
  }
}
