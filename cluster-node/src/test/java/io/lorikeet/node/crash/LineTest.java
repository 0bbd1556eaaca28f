package io.lorikeet.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import io.lorikeet.node.crash.Line.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineTest {

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final List<Line> lines = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (var line : lines) {
      line.close();
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private void connect(ServerSocket server) {
    connect(server.getInetAddress().getHostAddress(), server.getLocalPort());
  }

  private void connect(String host, int port) {
    lines.add(
        Line.to(new Address("akka", "network", host, port), (line, event) -> events.add(event)));
  }

  private Event next() throws InterruptedException {
    return events.poll(30, TimeUnit.SECONDS);
  }

  @Test
  void aLineIsOpenUntilTheOtherSideEndsIt() throws IOException, InterruptedException {
    try (var server = listen()) {
      connect(server);
      try (var accepted = server.accept()) {
        assertThat(next()).isEqualTo(Event.OPEN);
        assertThat(accepted.isConnected()).isTrue();
        assertThat(events).isEmpty();
      }

      assertThat(next()).isEqualTo(Event.ENDED);
    }
  }

  @Test
  void aConnectionThatIsResetHasEnded() throws IOException, InterruptedException {
    try (var server = listen()) {
      connect(server);
      var accepted = server.accept();
      assertThat(next()).isEqualTo(Event.OPEN);
      accepted.setSoLinger(true, 0);
      accepted.close();

      assertThat(next()).isEqualTo(Event.ENDED);
    }
  }

  @Test
  void aPortAtWhichNobodyListensRefuses() throws IOException, InterruptedException {
    var server = listen();
    server.close();

    connect(server);

    assertThat(next()).isEqualTo(Event.REFUSED);
  }

  @Test
  void aNameThatNobodyKnowsIsNoRefusal() throws InterruptedException {
    connect("nobody.invalid", 25520);

    assertThat(next()).isEqualTo(Event.NOT_REACHED);
  }
}
