package io.lorikeet.integrations.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.integrations.DeliveryMeters;
import io.lorikeet.integrations.Messages;
import io.lorikeet.integrations.mqtt.MqttSettings.Version;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which message may leave when, with a connection that answers as the test says. */
class MqttDeliveryOrderTest {

  private static ActorTestKit testKit;

  private final List<ManualConnection> connections = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private MqttPublisher publisher;
  private Delivery delivery;

  @BeforeAll
  static void start() {
    testKit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    testKit.shutdownTestKit();
  }

  @BeforeEach
  void connect() {
    connect(Duration.ofMinutes(1));
  }

  private void connect(Duration publishTimeout) {
    publisher =
        MqttPublisher.start(
            testKit.system(),
            MqttSettingsFixture.settings(Version.V5, 1883, publishTimeout),
            onEnd -> {
              var connection = new ManualConnection(onEnd);
              connections.add(connection);
              return connection;
            });
    delivery = new MqttDelivery(publisher, Duration.ZERO, new DeliveryMeters(registry, "mqtt"));
  }

  @AfterEach
  void disconnect() {
    publisher.close();
  }

  @Test
  void isDeliveredWhenTheBrokerHasIt() {
    var stage = deliver(1);

    assertThat(stage).isNotDone();
    first().acknowledge(0);
    assertThat(stage).isCompletedWithValue(Delivery.Result.DELIVERED);
    assertThat(counted("delivered")).isEqualTo(1);
  }

  @Test
  void sendsManyWithoutWaiting() {
    for (var position = 1; position <= delivery.maxInFlight(); position++) {
      deliver(position);
    }

    assertThat(first().published).hasSize(256);
  }

  @Test
  void sendsNothingAfterAFailureUntilTheLogHasGoneBack() {
    var one = deliver(1);
    first().refuse(0);
    var two = deliver(2);

    assertThat(one).isCompletedExceptionally();
    assertThat(two).isCompletedExceptionally();
    assertThat(deliver(3)).isCompletedExceptionally();
    deliver(1);
    deliver(2);
    assertThat(first().published).hasSize(3);
    assertThat(counted("failed")).isEqualTo(3);
  }

  @Test
  void goesOnWhenTheLogNoLongerHoldsWhatFailed() {
    deliver(1);
    first().refuse(0);

    assertThat(deliver(500)).isCompletedExceptionally();
    assertThat(deliver(500)).isNotDone();
  }

  @Test
  void aLateFailureOfAnEarlierRunStopsNothing() {
    deliver(1);
    deliver(2);
    first().refuse(0);
    deliver(1);
    first().refuse(1);

    assertThat(deliver(2)).isNotDone();
  }

  @Test
  void doesNotOvertakeOnANewConnectionWhatIsOpenOnTheOldOne() {
    var one = deliver(1);
    first().end();
    await().until(() -> connections.size() == 2 && publisher.connection().isPresent());

    var two = deliver(2);

    assertThat(one).isCompletedExceptionally();
    assertThat(two).isCompletedExceptionally();
    assertThat(connections.get(1).published).isEmpty();
    deliver(1);
    deliver(2);
    assertThat(connections.get(1).published).hasSize(2);
  }

  @Test
  void whatABrokerMayHaveForgottenIsToBeDeliveredAgainOnANewConnection() {
    var repeat = Duration.ofSeconds(10);
    delivery = new MqttDelivery(publisher, repeat, new DeliveryMeters(registry, "mqtt"));
    deliver(1);
    first().acknowledge(0);
    first().end();
    await().until(() -> connections.size() == 2 && publisher.connection().isPresent());

    var two = deliver(2);

    assertThat(two).isCompletedExceptionally();
    assertThat(delivery.repeatAfter(two.handle((done, failure) -> failure).join()))
        .isEqualTo(repeat);
    assertThat(deliver(1)).isNotDone();
  }

  @Test
  void goesOnWhenNothingWasOpenOnTheOldConnection() {
    deliver(1);
    first().acknowledge(0);
    first().end();
    await().until(() -> connections.size() == 2 && publisher.connection().isPresent());

    deliver(2);

    assertThat(connections.get(1).published).hasSize(1);
  }

  @Test
  void leavesABrokerThatDoesNotAcknowledge() {
    publisher.close();
    connections.clear();
    connect(Duration.ofMillis(50));
    var stages = List.of(deliver(1), deliver(2));
    first().silent = true;

    await().until(() -> stages.stream().allMatch(CompletableFuture::isCompletedExceptionally));
    await().until(() -> first().closed && connections.size() == 2);
  }

  @Test
  void sendsNothingWhenItIsClosed() {
    delivery.close();

    assertThat(deliver(1)).isCompletedExceptionally();
    assertThat(first().published).isEmpty();
  }

  private CompletableFuture<Delivery.Result> deliver(long position) {
    return delivery.deliver(Messages.entry(position)).toCompletableFuture();
  }

  private ManualConnection first() {
    return connections.get(0);
  }

  private double counted(String result) {
    return registry.counter("lorikeet.deliveries", "kind", "mqtt", "result", result).count();
  }

  private static final class ManualConnection implements MqttConnection {

    private final Runnable onEnd;
    private final List<CompletableFuture<Void>> published = new ArrayList<>();
    private volatile boolean closed;
    private volatile boolean silent;

    ManualConnection(Runnable onEnd) {
      this.onEnd = onEnd;
    }

    @Override
    public CompletionStage<?> connect() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> publish(String topic, byte[] payload) {
      var stage = new CompletableFuture<Void>();
      published.add(stage);
      return stage;
    }

    @Override
    public boolean silentFor(long nanos) {
      return silent;
    }

    @Override
    public void close() {
      closed = true;
      end();
    }

    void acknowledge(int index) {
      published.get(index).complete(null);
    }

    void refuse(int index) {
      published.get(index).completeExceptionally(new IllegalStateException("refused"));
    }

    void end() {
      published.forEach(stage -> stage.completeExceptionally(new IllegalStateException("ended")));
      onEnd.run();
    }
  }
}
