package io.lorikeet.node;

import java.net.InetSocketAddress;

/**
 * Where a node listens.
 *
 * @param gateways Semtech UDP
 * @param mqtt the broker that applications use
 * @param api HTTP
 * @param management HTTP: health and metrics
 */
public record Endpoints(
    InetSocketAddress gateways,
    InetSocketAddress mqtt,
    InetSocketAddress api,
    InetSocketAddress management) {

  static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }
}
