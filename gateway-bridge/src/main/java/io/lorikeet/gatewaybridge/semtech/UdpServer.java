package io.lorikeet.gatewaybridge.semtech;

import akka.actor.typed.ActorRef;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket. One thread reads it, acknowledges what is to be acknowledged before anything else,
 * and passes the datagram on: forwarders stop listening to their radio until they have their
 * acknowledgement. It reads no JSON, so that no content can hold it up.
 */
final class UdpServer implements DatagramSender {

  private static final Logger LOG = LoggerFactory.getLogger(UdpServer.class);

  /** The most that UDP carries. */
  private static final int MAX_DATAGRAM = 65_507;

  private static final long PAUSE_AFTER_ERROR_NANOS = 10_000_000;

  private final DatagramChannel channel;
  private final Clock clock;
  private final SemtechMeters meters;
  private final ByteBuffer ack = ByteBuffer.allocateDirect(SemtechHeader.ACK_LENGTH);

  private UdpServer(DatagramChannel channel, Clock clock, SemtechMeters meters) {
    this.channel = channel;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Binds; nothing is read yet.
   *
   * @throws IOException when the address is not ours or the port is taken
   */
  static UdpServer bind(SemtechSettings.Socket settings, Clock clock, SemtechMeters meters)
      throws IOException {
    var address = InetAddress.getByName(settings.bind());
    var channel =
        DatagramChannel.open(
            address instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBuffer());
      channel.bind(new InetSocketAddress(address, settings.port()));
      return new UdpServer(channel, clock, meters);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /** What the kernel granted, in bytes; Linux counts its own needs too, and says twice as much. */
  int receiveBuffer() throws IOException {
    return channel.getOption(StandardSocketOptions.SO_RCVBUF);
  }

  /** Starts the thread that reads until {@link #close()}. */
  void start(Connections connections, ActorRef<SemtechGateways.Command> gateways) {
    var reader = new Thread(() -> readAll(connections, gateways), "semtech-udp-reader");
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public boolean send(byte[] bytes, InetSocketAddress to) {
    try {
      return channel.send(ByteBuffer.wrap(bytes), to) == bytes.length;
    } catch (IOException e) {
      LOG.debug("nothing can be sent to {}: {}", to, e.toString());
      meters.dropped(DropReason.SEND_ERROR);
      return false;
    }
  }

  /** The reader ends, and nothing is sent any more. */
  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing: {}", e.toString());
    }
  }

  private void readAll(Connections connections, ActorRef<SemtechGateways.Command> gateways) {
    var buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    while (channel.isOpen()) {
      try {
        buffer.clear();
        var source = (InetSocketAddress) channel.receive(buffer);
        buffer.flip();
        receive(buffer, source, connections, gateways);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // Nothing that arrives may end the thread that serves all gateways.
        LOG.debug("receiving: {}", e.toString());
        meters.dropped(DropReason.RECEIVE_ERROR);
        LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
      }
    }
  }

  private void receive(
      ByteBuffer buffer,
      InetSocketAddress source,
      Connections connections,
      ActorRef<SemtechGateways.Command> gateways)
      throws ClosedChannelException {
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    var defect = SemtechHeader.defect(bytes);
    if (defect.isPresent()) {
      meters.dropped(defect.get());
      return;
    }
    acknowledge(bytes, source);
    meters.datagram(SemtechHeader.type(bytes));
    var datagram = new Datagram(bytes, source, clock.millis());
    if (!connections.offer(SemtechHeader.gateway(bytes), datagram, gateways)) {
      meters.dropped(DropReason.OVERLOADED);
    }
  }

  private void acknowledge(byte[] bytes, InetSocketAddress to) throws ClosedChannelException {
    int type = SemtechHeader.type(bytes);
    if (type == SemtechHeader.TX_ACK) {
      return;
    }
    int answer = type == SemtechHeader.PUSH_DATA ? SemtechHeader.PUSH_ACK : SemtechHeader.PULL_ACK;
    ack.clear().put(bytes, 0, 3).put((byte) answer).flip();
    try {
      channel.send(ack, to);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      // A forged source, as port 0: what was heard may be good all the same.
      meters.dropped(DropReason.SEND_ERROR);
    }
  }
}
