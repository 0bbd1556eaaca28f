package io.lorikeet.node.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/**
 * Where one node of a local cluster listens.
 *
 * @param host its address, for all of its ports
 * @param gateways UDP
 */
public record NodeAddresses(String host, int gateways, int api, int management, int remoting) {

  /** The usual ports, on an address of the node's own: 127.0.0.1, 127.0.0.2, ... */
  public static NodeAddresses usual(int number) {
    return new NodeAddresses("127.0.0." + number, 1700, 8080, 8558, 25520);
  }

  /** Ports that are free now, on 127.0.0.1. */
  public static NodeAddresses free() {
    try (var udp = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        var api = new ServerSocket(0);
        var management = new ServerSocket(0);
        var remoting = new ServerSocket(0)) {
      return new NodeAddresses(
          "127.0.0.1",
          udp.getLocalPort(),
          api.getLocalPort(),
          management.getLocalPort(),
          remoting.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InetSocketAddress gatewaysAddress() {
    return new InetSocketAddress(host, gateways);
  }

  public URI apiUri() {
    return URI.create("http://" + host + ":" + api);
  }

  public URI managementUri() {
    return URI.create("http://" + host + ":" + management);
  }

  /** As the cluster calls the node. */
  public String clusterAddress() {
    return host + ":" + remoting;
  }
}
