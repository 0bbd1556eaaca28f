package io.lorikeet.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The network's end of Semtech UDP, just enough of it to be a partner for gateways. */
public final class FakeNetwork implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DatagramSocket socket;
  private final Consumer<Heard> onHeard;
  private final Map<GatewayEui, SocketAddress> downPaths = new ConcurrentHashMap<>();
  private final Recorder<TxAck> txAcks = new Recorder<>(1000);
  private final Recorder<JsonNode> stats = new Recorder<>(1000);
  private int token;

  /** One packet as one gateway reports it. */
  public record Heard(
      FakeNetwork network,
      GatewayEui gateway,
      long tmst,
      long frequencyHz,
      String dataRate,
      Payload phy) {}

  /**
   * @param error empty if the gateway took it without a word
   */
  public record TxAck(int token, GatewayEui gateway, String error) {}

  /** Listens on a free port. */
  public FakeNetwork(Consumer<Heard> onHeard) {
    this.onHeard = onHeard;
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var thread = new Thread(this::receive, "fake network");
    thread.setDaemon(true);
    thread.start();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  public Recorder<TxAck> txAcks() {
    return txAcks;
  }

  public Recorder<JsonNode> stats() {
    return stats;
  }

  public boolean knows(GatewayEui gateway) {
    return downPaths.containsKey(gateway);
  }

  /** Sends a PULL_RESP; returns its token. */
  public synchronized int pullResp(GatewayEui gateway, String json) {
    token = token + 1 & 0xffff;
    var content = json.getBytes(StandardCharsets.UTF_8);
    var out = ByteBuffer.allocate(4 + content.length);
    out.put((byte) 2).putShort((short) token).put((byte) 3).put(content);
    send(out.array(), downPaths.get(gateway));
    return token;
  }

  @Override
  public void close() {
    socket.close();
  }

  private void receive() {
    var buffer = new byte[65_507];
    while (!socket.isClosed()) {
      var packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        handle(Arrays.copyOf(buffer, packet.getLength()), packet.getSocketAddress());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void handle(byte[] datagram, SocketAddress from) throws IOException {
    var eui = new GatewayEui(ByteBuffer.wrap(datagram).getLong(4));
    int type = datagram[3];
    var json = Arrays.copyOfRange(datagram, 12, datagram.length);
    if (type == 0) {
      send(new byte[] {2, datagram[1], datagram[2], 1}, from);
      push(eui, JSON.readTree(json));
    }
    if (type == 2) {
      downPaths.put(eui, from);
      send(new byte[] {2, datagram[1], datagram[2], 4}, from);
    }
    if (type == 5) {
      var error = json.length == 0 ? "" : JSON.readTree(json).findPath("error").asText();
      txAcks.add(new TxAck(ByteBuffer.wrap(datagram).getShort(1) & 0xffff, eui, error));
    }
  }

  private void push(GatewayEui eui, JsonNode json) {
    if (json.has("stat")) {
      stats.add(json.get("stat"));
    }
    for (var rxpk : json.path("rxpk")) {
      onHeard.accept(
          new Heard(
              this,
              eui,
              rxpk.get("tmst").asLong(),
              Math.round(rxpk.get("freq").asDouble() * 1e6),
              rxpk.get("datr").asText(),
              Payload.of(Base64.getDecoder().decode(rxpk.get("data").asText()))));
    }
  }

  private void send(byte[] bytes, SocketAddress to) {
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
