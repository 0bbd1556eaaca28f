package io.lorikeet.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import io.lorikeet.embeddedmqtt.Authorizer.Access;
import io.lorikeet.embeddedmqtt.BrokerSettings;
import io.lorikeet.embeddedmqtt.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static Mqtt3BlockingClient network;

  @BeforeAll
  static void start() throws Exception {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings("127.0.0.1", freePort(), folder),
            (application, key) -> CompletableFuture.completedFuture(access(key)));
    network =
        MqttClient.builder()
            .useMqttVersion3()
            .serverHost(broker.host())
            .serverPort(broker.port())
            .simpleAuth()
            .username(broker.networkUserName())
            .password(broker.networkPassword().getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .buildBlocking();
    network.connect();
  }

  @AfterAll
  static void stop() {
    network.disconnect();
    broker.close();
  }

  private static Optional<Set<Access>> access(String key) {
    return switch (key) {
      case "reader" -> Optional.of(Set.of(Access.RECEIVE));
      case "sender" -> Optional.of(Set.of(Access.SEND));
      default -> Optional.empty();
    };
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Shell.Result run(String... words) {
    return new Shell().run(words);
  }

  private static String mqtt() {
    return "--mqtt=tcp://127.0.0.1:" + broker.port();
  }

  private static void publish(String topic, String json) {
    network.publishWith().topic(topic).payload(json.getBytes(StandardCharsets.UTF_8)).send();
  }

  @Test
  void messagesArePrintedAsTheyComeUntilThereWereEnough() {
    var ended =
        CompletableFuture.supplyAsync(
            () -> run("events", "farm", "--device=pump", "--count=2", "--key=reader", mqtt()));

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              publish("farm/devices/other/up", "{}");
              publish("farm/devices/pump/up/temperature", "21.5");
              publish("farm/devices/pump/events/activations", "{\"dev_addr\":\"26011bda\"}");
              return ended.isDone();
            });

    var result = ended.join();
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("pump", "activations", "26011bda"));
  }

  @Test
  void aKeyThatTheBrokerDoesNotTakeIsExplained() {
    var result = run("events", "farm", "--key=unknown", mqtt());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("refuses this key", "application key create farm")
        .doesNotContain("unknown");
  }

  @Test
  void aKeyWithoutTheRightToReadIsExplained() {
    var result = run("events", "farm", "--key=sender", mqtt());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("messages:up:r");
  }

  @Test
  void aBrokerThatIsNotThereIsNamed() throws IOException {
    var url = "tcp://127.0.0.1:" + freePort();

    var result = run("events", "farm", "--key=reader", "--mqtt=" + url);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("no MQTT broker answers at " + url);
  }

  @Test
  void aBrokerUrlThatIsNoneIsWrongUsage() {
    assertThat(run("events", "farm", "--key=reader", "--mqtt=localhost").code()).isEqualTo(2);
  }
}
