package io.lorikeet.node.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Passes TCP connections on. While it is cut, what is sent waits, as between machines that try
 * again and again; it arrives when the wire is mended.
 */
final class Wire implements AutoCloseable {

  private static final int CHUNK = 64 * 1024;
  private static final long LOOK_MILLIS = 20;

  private final ServerSocket server;
  private final Predicate<InetAddress> cut;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Optional<InetSocketAddress> target = Optional.empty();
  private volatile long answerDelayNanos;
  private volatile boolean closed;

  /** Bytes and when they came; none at the end of the stream. */
  private record Chunk(byte[] bytes, long nanos) {}

  /**
   * @param cut whether it is cut for connections from an address
   */
  Wire(InetSocketAddress listen, Predicate<InetAddress> cut) throws IOException {
    this.cut = cut;
    this.server = new ServerSocket(listen.getPort(), 50, listen.getAddress());
    run("wire", this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Where it ends; connections wait for it. */
  void leadTo(InetSocketAddress address) {
    target = Optional.of(address);
  }

  /** What comes back is kept for so long. */
  void delayAnswers(Duration delay) {
    answerDelayNanos = delay.toNanos();
  }

  private void accept() throws IOException, InterruptedException {
    while (!closed) {
      var client = server.accept();
      sockets.add(client);
      run("wire-connection", () -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException, InterruptedException {
    var from = client.getInetAddress();
    while (target.isEmpty() || cut.test(from)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    var there = new Socket();
    sockets.add(there);
    try {
      there.connect(target.get());
      client.setTcpNoDelay(true);
      there.setTcpNoDelay(true);
    } catch (IOException e) {
      end(client, there);
      return;
    }
    pass(client, there, from, false);
    pass(there, client, from, true);
  }

  private void pass(Socket source, Socket sink, InetAddress from, boolean answers) {
    var queue = new LinkedBlockingQueue<Chunk>();
    run(
        "wire-in",
        () -> {
          var buffer = new byte[CHUNK];
          int read = 0;
          while (read >= 0) {
            try {
              read = source.getInputStream().read(buffer);
            } catch (IOException e) {
              read = -1;
            }
            queue.add(
                new Chunk(java.util.Arrays.copyOf(buffer, Math.max(0, read)), System.nanoTime()));
          }
        });
    run(
        "wire-out",
        () -> {
          try {
            for (var next = queue.take(); next.bytes().length > 0; next = queue.take()) {
              await(next, from, answers);
              sink.getOutputStream().write(next.bytes());
            }
            await(new Chunk(new byte[0], System.nanoTime()), from, false);
          } finally {
            end(source, sink);
          }
        });
  }

  private void await(Chunk chunk, InetAddress from, boolean answers) throws InterruptedException {
    if (answers) {
      long due = chunk.nanos() + answerDelayNanos;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
    }
    while (cut.test(from)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private void end(Socket one, Socket other) throws IOException {
    sockets.remove(one);
    sockets.remove(other);
    one.close();
    other.close();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void run(String name, Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The connection, or the wire itself, was closed: that is all there is to it.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
