package io.lorikeet.simulator.forwarder;

import io.lorikeet.simulator.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The datagrams of one gateway. To be used on the loop only. */
final class ForwarderSocket {

  private static final byte VERSION = 2;
  private static final byte PUSH_DATA = 0;
  private static final byte PUSH_ACK = 1;
  private static final byte PULL_DATA = 2;
  private static final byte PULL_RESP = 3;
  private static final byte PULL_ACK = 4;
  private static final byte TX_ACK = 5;

  /** The reference programs read into a buffer of 1000 bytes and end what is in it with a zero. */
  private static final int MAX_PULL_RESP = 999;

  private final GatewaySettings settings;
  private final GatewayObserver observer;
  private final Function<Txpk, String> onPullResp;
  private final Map<Short, Reception> unacknowledged = new HashMap<>();
  private final DatagramChannel up;
  private final DatagramChannel down;
  private final ByteBuffer out = ByteBuffer.allocateDirect(4096);
  private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
  private int token;
  private InetSocketAddress server;
  private boolean connected = true;
  private long pushed;
  private long pushAcks;
  private long pullAcks;

  /**
   * @param onPullResp gives the JSON of the TX_ACK
   */
  ForwarderSocket(
      EventLoop loop,
      GatewaySettings settings,
      GatewayObserver observer,
      Function<Txpk, String> onPullResp) {
    this.settings = settings;
    this.observer = observer;
    this.onPullResp = onPullResp;
    this.server = settings.server();
    this.up = open(settings);
    this.down = settings.twoSockets() ? open(settings) : up;
    loop.register(up, () -> drain(up));
    if (down != up) {
      loop.register(down, () -> drain(down));
    }
  }

  /** Sends a PUSH_DATA. */
  void push(String json) {
    pushed++;
    send(up, PUSH_DATA, nextToken(), json);
    unacknowledged.remove((short) token);
  }

  /** Sends a PUSH_DATA with a packet; the observer is told when it is acknowledged. */
  void push(Reception reception, String json) {
    push(json);
    unacknowledged.put((short) token, reception);
  }

  /** Talks to another address from now on; what is on its way from the old one is not heard. */
  void connectTo(InetSocketAddress other) {
    server = other;
    unacknowledged.clear();
    try {
      up.disconnect().connect(other);
      if (down != up) {
        down.disconnect().connect(other);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a PULL_DATA. */
  void pull() {
    send(down, PULL_DATA, nextToken(), "");
  }

  void setConnected(boolean connected) {
    this.connected = connected;
  }

  long pushed() {
    return pushed;
  }

  long pushAcks() {
    return pushAcks;
  }

  long pullAcks() {
    return pullAcks;
  }

  void close() {
    try {
      up.close();
      down.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DatagramChannel open(GatewaySettings settings) {
    try {
      // Connected, as the real programs do: it hears only the address it talks to.
      return DatagramChannel.open().connect(settings.server());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private short nextToken() {
    return (short) ++token;
  }

  private void send(DatagramChannel channel, byte type, short withToken, String json) {
    if (!connected) {
      return;
    }
    out.clear();
    out.put(VERSION).putShort(withToken).put(type).putLong(settings.eui().value());
    out.put(json.getBytes(StandardCharsets.US_ASCII)).flip();
    try {
      channel.write(out);
    } catch (IOException e) {
      // Nobody listens there, or there is no route: a datagram is lost, as in a real network.
    }
  }

  private void drain(DatagramChannel channel) {
    while (channel.isOpen()) {
      in.clear();
      try {
        if (channel.read(in) <= 0) {
          return;
        }
      } catch (IOException e) {
        return;
      }
      in.flip();
      if (connected && in.remaining() >= 4 && in.get() == VERSION) {
        handle(in.getShort(), in.get());
      }
    }
  }

  private void handle(short receivedToken, byte type) {
    switch (type) {
      case PUSH_ACK -> {
        pushAcks++;
        var reception = unacknowledged.remove(receivedToken);
        if (reception != null) {
          observer.onAcknowledged(reception, server);
        }
      }
      case PULL_ACK -> pullAcks++;
      case PULL_RESP -> transmit(receivedToken);
      default -> {
        // A forwarder ignores what it does not know.
      }
    }
  }

  private void transmit(short receivedToken) {
    if (in.limit() > MAX_PULL_RESP) {
      return;
    }
    var json = new byte[in.remaining()];
    in.get(json);
    Txpk.parse(json, 0, json.length)
        .ifPresent(request -> send(down, TX_ACK, receivedToken, onPullResp.apply(request)));
  }
}
