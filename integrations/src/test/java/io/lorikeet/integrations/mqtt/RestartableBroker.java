package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.lorikeet.embeddedmqtt.Authorizer.Access;
import io.lorikeet.embeddedmqtt.BrokerSettings;
import io.lorikeet.embeddedmqtt.EmbeddedBroker;
import io.lorikeet.integrations.mqtt.MqttSettings.Downlinks;
import io.lorikeet.integrations.mqtt.MqttSettings.Login;
import io.lorikeet.integrations.mqtt.MqttSettings.Server;
import io.lorikeet.integrations.mqtt.MqttSettings.Timing;
import io.lorikeet.integrations.mqtt.MqttSettings.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A broker that stops and starts at one address, with one application whose key is {@code key}. */
final class RestartableBroker implements AutoCloseable {

  static final String APPLICATION = "farm";
  static final String KEY = "key";

  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final String NETWORK_PASSWORD = "of the network";

  /** Pauses that a test can wait for. */
  private static final Timing FAST =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  private final Path folder;
  private final int port = freePort();
  private EmbeddedBroker broker;

  RestartableBroker(Path folder) {
    this.folder = folder;
  }

  RestartableBroker start() throws IOException {
    broker =
        EmbeddedBroker.start(
            new BrokerSettings("127.0.0.1", port, folder),
            NETWORK_PASSWORD,
            (application, key) ->
                CompletableFuture.completedFuture(
                    application.equals(APPLICATION) && key.equals(KEY)
                        ? Optional.of(EnumSet.allOf(Access.class))
                        : Optional.empty()));
    return this;
  }

  void stop() {
    broker.close();
  }

  int port() {
    return port;
  }

  /** How the network reaches it, directly or through something at another port. */
  MqttSettings settings(Version version, int port) {
    return settings(version, port, "test");
  }

  MqttSettings settings(Version version, int port, String clientId) {
    return settings(
        version, port, clientId, new Downlinks("lorikeet", 64, Duration.ZERO, PATIENCE));
  }

  MqttSettings settings(Version version, int port, String clientId, Downlinks downlinks) {
    return new MqttSettings(
        clientId,
        new Server("127.0.0.1", port, version, Optional.empty()),
        Optional.of(new Login(broker.networkUserName(), NETWORK_PASSWORD)),
        FAST,
        MqttQos.AT_LEAST_ONCE,
        downlinks);
  }

  @Override
  public void close() {
    broker.close();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
