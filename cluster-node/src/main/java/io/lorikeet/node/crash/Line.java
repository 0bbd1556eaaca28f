package io.lorikeet.node.crash;

import akka.actor.Address;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.BiConsumer;

/**
 * A TCP connection to the port at which another node listens for the others, over which nothing is
 * ever said. Its end is a sign of the other process's end: whatever drops or refuses packets on the
 * way has none to drop or refuse here.
 */
final class Line implements AutoCloseable {

  /** What has become of it. */
  enum Event {
    /** There is somebody. */
    OPEN,
    /** It was open, and the other side has ended it. The last event. */
    ENDED,
    /** The other machine has answered, and nobody listens there. The last event. */
    REFUSED,
    /** No answer, or none that says anything. The last event. */
    NOT_REACHED
  }

  /** Much less than a system tries by itself before it says that there was no answer. */
  private static final int PATIENCE_MILLIS = 500;

  private final Socket socket = new Socket();
  private final Address node;
  private final BiConsumer<Line, Event> told;

  private Line(Address node, BiConsumer<Line, Event> told) {
    this.node = node;
    this.told = told;
  }

  /**
   * Returns at once.
   *
   * @param told is called by a thread of the line's own
   */
  static Line to(Address node, BiConsumer<Line, Event> told) {
    var line = new Line(node, told);
    var thread = new Thread(line::run, "line-to-" + node.hostPort());
    thread.setDaemon(true);
    thread.start();
    return line;
  }

  private void run() {
    try (socket) {
      var last = connect();
      if (last == Event.OPEN) {
        told.accept(this, Event.OPEN);
        last = awaitEnd();
      }
      told.accept(this, last);
    } catch (IOException e) {
      // Of a socket that is closed: there is nothing left to be told.
    }
  }

  private Event connect() {
    try {
      socket.connect(
          new InetSocketAddress(node.getHost().orElseThrow(), node.getPort().orElseThrow()),
          PATIENCE_MILLIS);
      return Event.OPEN;
    } catch (ConnectException e) {
      return Event.REFUSED;
    } catch (IOException e) {
      return Event.NOT_REACHED;
    }
  }

  private Event awaitEnd() {
    try {
      var in = socket.getInputStream();
      while (in.read() >= 0) {
        // Nodes say nothing here; whoever does is there.
      }
    } catch (IOException e) {
      // Reset instead of closed: the end as well.
    }
    return Event.ENDED;
  }

  /** Without a word to whoever was told so far, but for the end. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
