package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.protocol.id.GatewayEui;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A packet forwarder's two sockets. */
final class Forwarder implements AutoCloseable {

  private static final int ANSWER_MILLIS = 5000;

  final DatagramSocket up;
  final DatagramSocket down;
  private final InetSocketAddress server;
  private int token = 0x0100;

  Forwarder(InetSocketAddress server) throws IOException {
    this(server, "127.0.0.1");
  }

  /** On another of the loopback addresses. */
  Forwarder(InetSocketAddress server, String address) throws IOException {
    this.server = server;
    up = new DatagramSocket(0, InetAddress.getByName(address));
    down = new DatagramSocket(0, InetAddress.getByName(address));
  }

  /** Sends a PUSH_DATA and takes its acknowledgement. */
  void push(GatewayEui gateway, String json) throws IOException {
    push(datagram(2, SemtechHeader.PUSH_DATA, gateway, json));
  }

  void push(byte[] datagram) throws IOException {
    send(up, datagram);
    expectAck(up, datagram, SemtechHeader.PUSH_ACK);
  }

  /** Sends a PULL_DATA and takes its acknowledgement. */
  void pull(GatewayEui gateway) throws IOException {
    pull(gateway, 2);
  }

  /**
   * Twice: the acknowledgement of the second tells that the first has been passed on, since one
   * thread acknowledges and passes on in turn.
   */
  void pull(GatewayEui gateway, int version) throws IOException {
    for (int i = 0; i < 2; i++) {
      var datagram = datagram(version, SemtechHeader.PULL_DATA, gateway, "");
      send(down, datagram);
      expectAck(down, datagram, SemtechHeader.PULL_ACK);
    }
  }

  /** Answers a PULL_RESP. */
  void ack(GatewayEui gateway, byte[] pullResp, String json) throws IOException {
    var datagram = datagram(2, SemtechHeader.TX_ACK, gateway, json);
    datagram[1] = pullResp[1];
    datagram[2] = pullResp[2];
    send(down, datagram);
  }

  void send(DatagramSocket socket, byte[] datagram) throws IOException {
    socket.send(new DatagramPacket(datagram, datagram.length, server));
  }

  /** A datagram with a token of its own. */
  byte[] datagram(int version, int type, GatewayEui gateway, String json) {
    token = token + 1 & 0xffff;
    return datagram(version, token, type, gateway, json);
  }

  static byte[] datagram(int version, int token, int type, GatewayEui gateway, String json) {
    var head =
        HexFormat.of()
            .parseHex("%02x%04x%02x%s".formatted(version, token, type, gateway.toString()));
    var text = json.getBytes(StandardCharsets.UTF_8);
    var bytes = Arrays.copyOf(head, head.length + text.length);
    System.arraycopy(text, 0, bytes, head.length, text.length);
    return bytes;
  }

  byte[] receive(DatagramSocket socket) throws IOException {
    return receive(socket, ANSWER_MILLIS);
  }

  static byte[] receive(DatagramSocket socket, int millis) throws IOException {
    var packet = new DatagramPacket(new byte[2000], 2000);
    socket.setSoTimeout(millis);
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private void expectAck(DatagramSocket socket, byte[] datagram, int type) throws IOException {
    var expected = new byte[] {datagram[0], datagram[1], datagram[2], (byte) type};
    var ack = receive(socket);
    if (!Arrays.equals(ack, expected)) {
      throw new AssertionError(
          "acknowledged by %s (expected: %s)"
              .formatted(HexFormat.of().formatHex(ack), HexFormat.of().formatHex(expected)));
    }
  }

  /** Whether nothing comes for a moment. */
  static boolean silent(DatagramSocket socket) throws IOException {
    try {
      receive(socket, 200);
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  @Override
  public void close() {
    up.close();
    down.close();
  }
}
