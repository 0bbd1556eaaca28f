package io.lorikeet.integrations.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.Delivery.Result;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.integrations.DeliveryMeters;
import io.lorikeet.integrations.Messages;
import io.lorikeet.integrations.mqtt.MqttSettings.Version;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MqttDeliveryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static ActorTestKit testKit;
  private static RestartableBroker broker;

  @BeforeAll
  static void startBroker(@TempDir Path folder) throws IOException {
    testKit = ActorTestKit.create();
    broker = new RestartableBroker(folder).start();
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
    broker.close();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void bringsUplinksToTheirTopicInOrder(Version version) {
    try (var subscriber = new Subscriber(broker, "farm/devices/+/up");
        var publisher = connected(version, broker.port())) {
      new LogDriver(delivery(publisher), 500).start().join();

      await().until(() -> subscriber.counters().size() == 500);
      assertThat(subscriber.counters()).isEqualTo(numbers(1, 500));
      assertThat(subscriber.topics()).containsOnly("farm/devices/soil/up");
      assertThat(subscriber.bodies().get(6).path("uplink_id").textValue()).isEqualTo("u-soil-7");
    }
  }

  @Test
  void failsWhileTheBrokerIsAway() throws IOException {
    try (var line = new BreakableLine(broker.port())) {
      line.cut();
      try (var publisher =
          MqttPublisher.start(testKit.system(), broker.settings(Version.V5, line.port()))) {
        var delivery = delivery(publisher);

        assertThatThrownBy(() -> delivery.deliver(Messages.entry(1)).toCompletableFuture().join())
            .hasCauseInstanceOf(NotPublished.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void losesNothingAndKeepsTheOrderWhenTheConnectionBreaks(Version version) throws IOException {
    try (var line = new BreakableLine(broker.port());
        var subscriber = new Subscriber(broker, "farm/devices/+/up");
        var publisher = connected(version, line.port())) {
      var driver = new LogDriver(delivery(publisher), 20_000);
      var done = driver.start();
      for (var broken = 1; broken <= 3; broken++) {
        var enough = broken * 4000;
        await().until(() -> driver.delivered() > enough);
        line.cut();
        await().until(() -> publisher.connection().isEmpty());
        line.mend();
      }
      await().atMost(Duration.ofSeconds(30)).until(done::isDone);

      await().until(() -> subscriber.counters().contains(20_000));
      assertThat(subscriber.counters().stream().distinct().toList()).isEqualTo(numbers(1, 20_000));
    }
  }

  @Test
  void findsTheBrokerAgainAfterItsRestart(@TempDir Path folder) throws IOException {
    try (var restarting = new RestartableBroker(folder).start();
        var publisher =
            MqttPublisher.start(
                testKit.system(), restarting.settings(Version.V5, restarting.port()))) {
      var delivery = delivery(publisher);
      await().until(() -> publisher.connection().isPresent());
      restarting.stop();
      await().until(() -> publisher.connection().isEmpty());
      restarting.start();

      new LogDriver(delivery, 100).start().join();
    }
  }

  @Test
  void keepsWhatNobodyWouldGetUntilOneOfTheApplicationIsBack() {
    var settings = broker.settings(Version.V5, broker.port());
    try (var publisher = connected(awaitingSubscribers(settings))) {
      var delivery = delivery(publisher);
      var event = new LogStore.Entry(2, Messages.sent());

      assertThatThrownBy(() -> delivery.deliver(Messages.entry(1)).toCompletableFuture().join())
          .hasCauseInstanceOf(NotPublished.class)
          .hasMessageContaining("NO_SUBSCRIBER");
      try (var subscriber = new Subscriber(broker, "farm/devices/+/up")) {
        assertThat(delivery.deliver(Messages.entry(1)))
            .succeedsWithin(PATIENCE)
            .isEqualTo(Result.DELIVERED);
        assertThat(delivery.deliver(event)).succeedsWithin(PATIENCE).isEqualTo(Result.DELIVERED);
        await().until(() -> subscriber.counters().equals(List.of(1)));
      }
    }
  }

  private static MqttSettings awaitingSubscribers(MqttSettings its) {
    return new MqttSettings(
        its.clientId(),
        its.server(),
        its.login(),
        its.timing(),
        its.qos(),
        its.downlinks(),
        new MqttSettings.Forgetful(Duration.ofMinutes(10), Duration.ZERO));
  }

  private static MqttPublisher connected(Version version, int port) {
    return connected(broker.settings(version, port));
  }

  private static MqttPublisher connected(MqttSettings settings) {
    var publisher = MqttPublisher.start(testKit.system(), settings);
    await().until(() -> publisher.connection().isPresent());
    return publisher;
  }

  private static Delivery delivery(MqttPublisher publisher) {
    return new MqttDelivery(
        publisher, Duration.ZERO, new DeliveryMeters(new SimpleMeterRegistry(), "mqtt"));
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }
}
