package io.lorikeet.gatewaybridge.semtech;

import java.net.InetSocketAddress;

/**
 * Where a gateway listens for downlinks: the source of its latest PULL_DATA.
 *
 * @param version the protocol version it spoke; 1 has no TX_ACK
 */
record DownlinkPath(InetSocketAddress address, int version, long seenAtMillis) {

  boolean acknowledges() {
    return version > 1;
  }
}
