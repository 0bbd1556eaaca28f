package io.lorikeet.node;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a node listens.
 *
 * @param gateways Semtech UDP; empty without the role gateway-bridge
 * @param mqtt the broker that applications use
 * @param api HTTP; empty without the role api
 * @param management HTTP: health and metrics
 */
public record Endpoints(
    Optional<InetSocketAddress> gateways,
    InetSocketAddress mqtt,
    Optional<InetSocketAddress> api,
    InetSocketAddress management) {

  static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  /** For people. */
  static String text(Optional<InetSocketAddress> address) {
    return address.map(Endpoints::text).orElse("not on this node");
  }
}
