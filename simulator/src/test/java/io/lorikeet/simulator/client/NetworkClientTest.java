package io.lorikeet.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.key.Aes128Key;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkClientTest {

  private static final Aes128Key KEY = Aes128Key.of(new byte[Aes128Key.SIZE]);
  private static final DeviceRegistration DEVICE =
      new DeviceRegistration.Abp("one", new DevEui(1), new DevAddr(1), new SessionKeys10(KEY, KEY));

  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private NetworkClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(answers.remove(), 2);
          try (var body = exchange.getResponseBody()) {
            body.write(new byte[] {'{', '}'});
          }
        });
    server.start();
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    client = new NetworkClient(new NetworkSettings(url, "key"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aNetworkThatCannotAnswerInTimeIsAskedAgain() {
    answers.addAll(List.of(503, 201));
    assertThat(client.createDevices("app", List.of(DEVICE))).isEqualTo(1);

    answers.addAll(List.of(503, 409));
    assertThat(client.createDevices("app", List.of(DEVICE))).isZero();
  }

  @Test
  void aNetworkThatRefusesIsNot() {
    answers.add(400);
    assertThatThrownBy(() -> client.createDevices("app", List.of(DEVICE)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("400");
    assertThat(answers).isEmpty();
  }
}
