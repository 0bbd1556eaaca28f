package io.lorikeet.integrations.mqtt;

import io.lorikeet.embeddedmqtt.Authorizer.Access;
import io.lorikeet.embeddedmqtt.BrokerSettings;
import io.lorikeet.embeddedmqtt.EmbeddedBroker;
import io.lorikeet.integrations.mqtt.MqttSettings.Downlinks;
import io.lorikeet.integrations.mqtt.MqttSettings.Login;
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
    var settings = MqttSettingsFixture.settings(version, port, Duration.ofSeconds(20));
    return settings(version, port, clientId, settings.downlinks());
  }

  MqttSettings settings(Version version, int port, String clientId, Downlinks downlinks) {
    var settings = MqttSettingsFixture.settings(version, port, Duration.ofSeconds(20));
    return new MqttSettings(
        clientId,
        settings.server(),
        Optional.of(new Login(broker.networkUserName(), NETWORK_PASSWORD)),
        settings.timing(),
        settings.qos(),
        downlinks,
        settings.forgetful());
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
