package io.lorikeet.integrations.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.lorikeet.actors.handler.EndDeviceCommand.Reason;
import io.lorikeet.actors.handler.EndDeviceCommand.Rejected;
import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.integrations.DownlinkInbox;
import io.lorikeet.integrations.DownlinkMeters;
import io.lorikeet.integrations.FakeNetwork;
import io.lorikeet.integrations.mqtt.MqttSettings.Downlinks;
import io.lorikeet.integrations.mqtt.MqttSettings.Version;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttDownlinksTest {

  private static ActorTestKit testKit;
  private static RestartableBroker broker;

  private final FakeNetwork network = new FakeNetwork(testKit.system());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<AutoCloseable> open = new ArrayList<>();

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

  @AfterEach
  void close() throws Exception {
    for (var one : open) {
      one.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void queuesWhatAnApplicationPublishes(Version version) {
    listen(version);

    send("{\"port\": 7, \"payload_raw\": \"AQL/\"}");

    await().until(() -> network.delivered().size() == 1);
    var downlink = network.delivered().get(0);
    assertThat(downlink.device()).isEqualTo(new EndDeviceId("farm", "soil"));
    assertThat(downlink.command().message().port()).isEqualTo(7);
    assertThat(downlink.command().message().payload()).hasToString("0102ff");
    assertThat(downlink.command().message().downlinkId()).isEqualTo("d-1");
    await().until(() -> counted("queued") == 1);
  }

  @Test
  void tellsWhatIsWrongWithADownlink() {
    listen(Version.V5);
    var application = application("farm/devices/+/events/#");

    application.send("farm/devices/soil/down", "{\"port\": 500, \"payload_raw\": \"AQ==\"}");

    await().until(() -> application.bodies().size() == 1);
    assertThat(application.topics()).containsExactly("farm/devices/soil/events/down/errors");
    assertThat(application.bodies().get(0).path("error").textValue()).contains("port: 500");
    assertThat(network.delivered()).isEmpty();
    assertThat(counted("malformed")).isEqualTo(1);
  }

  @Test
  void tellsWhyADeviceRefuses() {
    network.answerWith(new Rejected(Reason.NOT_FOUND, ""));
    listen(Version.V5);
    var application = application("farm/devices/+/events/#");

    application.send("farm/devices/soil/down", "{\"payload_raw\": \"AQ==\"}");

    await().until(() -> application.bodies().size() == 1);
    assertThat(application.bodies().get(0).path("error").textValue()).contains("no such device");
    assertThat(counted("refused")).isEqualTo(1);
  }

  @Test
  void tellsThatATimeIsTooFarAhead() {
    listen(Version.V5);
    var application = application("farm/devices/+/events/#");

    application.send(
        "farm/devices/soil/down",
        "{\"payload_raw\": \"AQ==\", \"class_bc\": {\"absolute_time\": \"2999-01-01T00:00:00Z\"}}");

    await().until(() -> application.bodies().size() == 1);
    assertThat(application.bodies().get(0).path("error").textValue())
        .isEqualTo(
            "class_bc.absolute_time: 2999-01-01T00:00:00Z (expected: at most 31 days ahead)");
    assertThat(network.delivered()).isEmpty();
    assertThat(counted("refused")).isEqualTo(1);
  }

  @Test
  void asksADeviceAgainThatDoesNotAnswer() {
    network.beSilent(1);
    listen(Version.V5);

    send("{\"payload_raw\": \"AQ==\"}");

    await().until(() -> network.delivered().size() == 1);
  }

  @Test
  void tellsWhenADeviceDoesNotAnswerAtAll() {
    network.beSilent(Integer.MAX_VALUE);
    listen(Version.V5);
    var application = application("farm/devices/+/events/#");

    application.send("farm/devices/soil/down", "{\"payload_raw\": \"AQ==\"}");

    await().until(() -> application.bodies().size() == 1);
    assertThat(application.bodies().get(0).path("error").textValue()).contains("did not answer");
    assertThat(counted("unavailable")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "lorikeet"})
  void findsWhatCameWhileItsConnectionWasBroken(String group) throws IOException {
    var line = new BreakableLine(broker.port());
    open.add(line);
    var downlinks = new Downlinks(group, 64, Duration.ofMinutes(1), RestartableBroker.PATIENCE);
    listen(broker.settings(Version.V5, line.port(), "patient" + group, downlinks));
    line.cut();
    send("{\"payload_raw\": \"AQ==\"}");
    line.mend();

    await().until(() -> network.delivered().size() == 1);
  }

  @Test
  void twoNodesShareTheDownlinks() {
    listen(broker.settings(Version.V5, broker.port(), "one"));
    listen(broker.settings(Version.V5, broker.port(), "two"));
    var application = application();

    for (var i = 0; i < 20; i++) {
      application.send("farm/devices/soil/down", "{\"payload_raw\": \"AQ==\"}");
    }

    await()
        .during(Duration.ofMillis(200))
        .until(() -> network.delivered().size(), size -> size == 20);
  }

  private void send(String json) {
    application().send("farm/devices/soil/down", json);
  }

  private Subscriber application(String... filters) {
    var application = new Subscriber(broker, filters);
    open.add(application);
    return application;
  }

  private double counted(String outcome) {
    return registry.counter("lorikeet.downlinks.mqtt", "reason", outcome).count();
  }

  private void listen(Version version) {
    listen(broker.settings(version, broker.port()));
  }

  /** Returns when the broker has accepted the subscription. */
  private void listen(MqttSettings settings) {
    var publisher = MqttPublisher.start(testKit.system(), settings);
    var inbox =
        new DownlinkInbox(
            testKit.system(),
            CompletableFuture.completedStage(network),
            Clock.systemUTC(),
            settings.downlinks().patience());
    var downlinks =
        new MqttDownlinks(
            testKit.system(),
            settings,
            publisher,
            inbox,
            () -> "d-" + ids.incrementAndGet(),
            new DownlinkMeters(registry, "mqtt"));
    downlinks.start();
    open.add(downlinks);
    open.add(publisher);
    await().until(() -> publisher.connection().isPresent() && downlinks.subscribed());
  }
}
