package io.lorikeet.integrations.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Forwards a port of this machine to another, and can be cut, as a broker that is killed. */
final class BreakableLine implements AutoCloseable {

  private final int target;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  BreakableLine(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Resets all connections, and each new one. */
  void cut() {
    cut = true;
    sockets.forEach(BreakableLine::reset);
    sockets.clear();
  }

  void mend() {
    cut = false;
  }

  @Override
  public void close() throws IOException {
    cut();
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var near = server.accept();
        if (cut) {
          reset(near);
          continue;
        }
        var far = new Socket();
        far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        sockets.add(near);
        sockets.add(far);
        start(() -> copy(near, far));
        start(() -> copy(far, near));
      } catch (IOException e) {
        // The server was closed, or the target is away: nothing to forward.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side is gone: so goes the other.
    }
    reset(from);
    reset(to);
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It was closed already.
    }
  }

  private static void start(Runnable work) {
    var thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }
}
