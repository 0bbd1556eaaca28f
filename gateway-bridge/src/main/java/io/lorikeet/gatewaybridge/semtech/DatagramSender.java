package io.lorikeet.gatewaybridge.semtech;

import java.net.InetSocketAddress;

/** The way out, through the socket on which gateways are heard. */
@FunctionalInterface
interface DatagramSender {

  /** Whether the datagram left; as always with UDP, that says nothing about its arrival. */
  boolean send(byte[] bytes, InetSocketAddress to);
}
