package io.lorikeet.embeddedmqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import io.lorikeet.embeddedmqtt.Authorizer.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerTest {

  private static final Map<String, Set<Access>> KEYS =
      Map.of(
          "farm reads", Set.of(Access.RECEIVE),
          "farm writes", Set.of(Access.SEND),
          "farm both", Set.of(Access.RECEIVE, Access.SEND),
          "town both", Set.of(Access.RECEIVE, Access.SEND));

  private static final AtomicBoolean REVOKED = new AtomicBoolean();

  private static EmbeddedBroker broker;

  private final List<Runnable> afterwards = new ArrayList<>();

  @BeforeAll
  static void startBroker(@TempDir Path folder) throws IOException {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings("127.0.0.1", freePort(), folder),
            (application, key) ->
                CompletableFuture.supplyAsync(
                    () ->
                        key.equals("any") || key.equals("revoked soon") && !REVOKED.get()
                            ? Optional.of(EnumSet.allOf(Access.class))
                            : Optional.ofNullable(KEYS.get(application + " " + key))));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @AfterEach
  void disconnect() {
    afterwards.forEach(Runnable::run);
  }

  @ParameterizedTest
  @EnumSource(
      value = MqttQos.class,
      names = {"AT_MOST_ONCE", "AT_LEAST_ONCE"})
  void bringsUplinksToSubscribersOfEitherVersion(MqttQos qos) throws InterruptedException {
    var five = connect5("farm", "reads");
    var three = connect3("farm", "reads");
    var network = connect5(broker.networkUserName(), broker.networkPassword());
    try (var to5 = five.publishes(MqttGlobalPublishFilter.ALL);
        var to3 = three.publishes(MqttGlobalPublishFilter.ALL)) {
      five.subscribeWith().topicFilter("farm/devices/+/up").qos(qos).send();
      three.subscribeWith().topicFilter("farm/#").qos(qos).send();

      network
          .publishWith()
          .topic("farm/devices/soil/up")
          .qos(qos)
          .payload("{}".getBytes(StandardCharsets.UTF_8))
          .send();

      assertThat(to5.receive(5, TimeUnit.SECONDS)).isPresent();
      assertThat(to3.receive(5, TimeUnit.SECONDS)).isPresent();
    }
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(() -> connect5("farm", "guess"))
        .isInstanceOfSatisfying(
            Mqtt5ConnAckException.class,
            e ->
                assertThat(e.getMqttMessage().getReasonCode())
                    .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD));
    assertThatThrownBy(() -> connect3("farm", "guess")).isInstanceOf(Mqtt3ConnAckException.class);
    assertThatThrownBy(() -> connect5(broker.networkUserName(), "guess"))
        .isInstanceOf(Mqtt5ConnAckException.class);
  }

  @Test
  void refusesAnotherApplicationsKey() {
    assertThatThrownBy(() -> connect5("town", "reads")).isInstanceOf(Mqtt5ConnAckException.class);
  }

  @Test
  void sendsAwayWhoseKeyIsRevokedAndNobodyElse() {
    var client = connect5("farm", "revoked soon");
    var other = connect5("farm", "both");
    assertThat(client.getState().isConnected()).isTrue();

    REVOKED.set(true);

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(client.getState().isConnected()).isFalse());
    assertThat(other.getState().isConnected()).isTrue();
  }

  @Test
  void refusesClientsWithoutAName() {
    var client = client5("nobody").buildBlocking();

    assertThatThrownBy(client::connect).isInstanceOf(Mqtt5ConnAckException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#",
        "+/#",
        "+/devices/+/up",
        "town/devices/+/up",
        "farmer/#",
        "/farm/#",
        "$SYS/#",
        "$share/all/#",
        "$share/all/town/#",
        "$share/farm/town/devices/+/up",
        "$share/all/+/devices/+/up"
      })
  void refusesSubscriptionsOutsideTheApplication(String filter) {
    var five = connect5("farm", "both");
    var three = connect3("farm", "both");

    assertThatThrownBy(() -> five.subscribeWith().topicFilter(filter).send())
        .isInstanceOf(Mqtt5SubAckException.class);
    assertThatThrownBy(() -> three.subscribeWith().topicFilter(filter).send())
        .isInstanceOf(Mqtt3SubAckException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "farm/#",
        "farm/devices/+/up",
        "farm/devices/soil/events/#",
        "$share/all/farm/devices/+/up"
      })
  void acceptsSubscriptionsInsideTheApplication(String filter) {
    connect5("farm", "reads").subscribeWith().topicFilter(filter).send();
    connect3("farm", "reads").subscribeWith().topicFilter(filter).send();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+", "#", "farm/", "+/devices", "$lorikeet2", "a\nb"})
  void refusesNamesThatMeanMoreThanThemselves(String name) {
    assertThatThrownBy(() -> connect5(name, "any")).isInstanceOf(Mqtt5ConnAckException.class);
  }

  @Test
  void aKeyWithoutTheRightCannotSubscribe() {
    var client = connect5("farm", "writes");

    assertThatThrownBy(() -> client.subscribeWith().topicFilter("farm/devices/+/up").send())
        .isInstanceOf(Mqtt5SubAckException.class);
  }

  @Test
  void aKeyWithoutTheRightCannotPublish() {
    var client = connect5("farm", "reads");

    assertThatThrownBy(() -> publish(client, "farm/devices/soil/down"))
        .isInstanceOf(Mqtt5PubAckException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "farm/devices/soil/up",
        "farm/devices/soil/events/down/sent",
        "farm/devices/soil/down/",
        "farm/devices/a/b/down",
        "farm/things/soil/down",
        "farmer/devices/soil/down",
        "town/devices/soil/down",
        "/farm/devices/soil/down"
      })
  void nobodyPublishesButDownlinksOfItsApplication(String topic) {
    var client = connect5("farm", "both");

    assertThatThrownBy(() -> publish(client, topic)).isInstanceOf(Mqtt5PubAckException.class);
  }

  @Test
  void bringsDownlinksToTheNetwork() throws InterruptedException {
    var network = connect5(broker.networkUserName(), broker.networkPassword());
    try (var received = network.publishes(MqttGlobalPublishFilter.ALL)) {
      network.subscribeWith().topicFilter("+/devices/+/down").qos(MqttQos.AT_LEAST_ONCE).send();

      publish(connect5("farm", "writes"), "farm/devices/soil/down");

      assertThat(received.receive(5, TimeUnit.SECONDS))
          .hasValueSatisfying(
              message -> assertThat(message.getTopic()).hasToString("farm/devices/soil/down"));
    }
  }

  @Test
  void refusesRetainedMessages() {
    var client = connect5("farm", "both");

    assertThatThrownBy(
            () ->
                client
                    .publishWith()
                    .topic("farm/devices/soil/down")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .retain(true)
                    .send())
        .isInstanceOf(Mqtt5PubAckException.class);
  }

  @Test
  void refusesAWillOnAForeignTopic() {
    var client = client5("dying").buildBlocking();

    assertThatThrownBy(
            () ->
                client
                    .connectWith()
                    .simpleAuth()
                    .username("farm")
                    .password("both".getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .willPublish()
                    .topic("town/devices/soil/down")
                    .payload(new byte[1])
                    .applyWillPublish()
                    .send())
        .isInstanceOf(Mqtt5ConnAckException.class);
  }

  @Test
  void aClientIdOfAnotherApplicationDoesNotOpenItsSession() {
    var farm = connect5("farm", "reads", "worker");
    farm.subscribeWith().topicFilter("farm/#").qos(MqttQos.AT_LEAST_ONCE).send();

    var town = connect5("town", "both", "worker");

    assertThat(farm.getState().isConnected()).isTrue();
    assertThat(town.getState().isConnected()).isTrue();
  }

  @Test
  void saysWhenItsPortIsTaken(@TempDir Path folder) {
    assertThatThrownBy(
            () ->
                EmbeddedBroker.start(
                    new BrokerSettings("127.0.0.1", broker.port(), folder),
                    (application, key) -> CompletableFuture.completedFuture(Optional.empty())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(":" + broker.port());
  }

  private static void publish(Mqtt5BlockingClient client, String topic) {
    client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload("{}".getBytes(StandardCharsets.UTF_8))
        .send();
  }

  private Mqtt5BlockingClient connect5(String userName, String password) {
    return connect5(userName, password, userName + "-" + password + "-" + afterwards.size());
  }

  private Mqtt5BlockingClient connect5(String userName, String password, String clientId) {
    var client = client5(clientId).buildBlocking();
    client
        .connectWith()
        .simpleAuth()
        .username(userName)
        .password(password.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .send();
    // The broker may have closed the connection already: then there is nothing to wait for.
    afterwards.add(() -> client.toAsync().disconnect());
    return client;
  }

  private Mqtt3BlockingClient connect3(String userName, String password) {
    var client =
        Mqtt3Client.builder()
            .identifier("three-" + userName + "-" + password + "-" + afterwards.size())
            .serverHost(broker.host())
            .serverPort(broker.port())
            .buildBlocking();
    client
        .connectWith()
        .simpleAuth()
        .username(userName)
        .password(password.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .send();
    // The broker may have closed the connection already: then there is nothing to wait for.
    afterwards.add(() -> client.toAsync().disconnect());
    return client;
  }

  private static Mqtt5ClientBuilder client5(String clientId) {
    return Mqtt5Client.builder()
        .identifier(clientId)
        .serverHost(broker.host())
        .serverPort(broker.port());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
