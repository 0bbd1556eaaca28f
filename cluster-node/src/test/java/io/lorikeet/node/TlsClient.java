package io.lorikeet.node;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Somebody who comes to a port where TLS is spoken, and says nothing. */
public final class TlsClient {

  /** A server that refuses a client says so at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private TlsClient() {}

  /**
   * Whether the server lets the client stay. With TLS 1.3 that shows only after the client's side
   * of the handshake.
   *
   * @throws IOException when nobody listens there
   */
  public static boolean isAccepted(InetSocketAddress server, SSLContext client) throws IOException {
    try (var socket = (SSLSocket) client.getSocketFactory().createSocket()) {
      socket.connect(server);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      return staysOpen(socket);
    }
  }

  private static boolean staysOpen(SSLSocket socket) throws IOException {
    try {
      socket.startHandshake();
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return socket.getSession().isValid();
    } catch (SSLException | SocketException e) {
      return false;
    }
  }
}
