package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.actors.gateway.GatewayConnection;
import java.net.InetSocketAddress;

/** A datagram with a good header, on its way from the socket to the gateway's connection. */
final class Datagram implements GatewayConnection.Command {

  private final byte[] bytes;
  private final InetSocketAddress source;
  private final long receivedAtMillis;

  /** Takes {@code bytes} over: nobody else may hold them. */
  Datagram(byte[] bytes, InetSocketAddress source, long receivedAtMillis) {
    this.bytes = bytes;
    this.source = source;
    this.receivedAtMillis = receivedAtMillis;
  }

  byte[] bytes() {
    return bytes;
  }

  InetSocketAddress source() {
    return source;
  }

  /** Milliseconds since 1970, on the bridge's clock. */
  long receivedAtMillis() {
    return receivedAtMillis;
  }
}
