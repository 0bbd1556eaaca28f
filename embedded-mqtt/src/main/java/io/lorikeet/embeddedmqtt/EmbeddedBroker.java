package io.lorikeet.embeddedmqtt;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import io.lorikeet.embeddedmqtt.ClientLogin.NetworkPassword;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;

/**
 * An MQTT 3.1.1 and 5 broker in this process, for local mode and tests. It keeps everything in
 * memory: what a subscriber has not fetched when it stops is lost.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private final BrokerSettings settings;
  private final NetworkPassword password;
  private final EmbeddedHiveMQ broker;

  private EmbeddedBroker(BrokerSettings settings, NetworkPassword password, EmbeddedHiveMQ broker) {
    this.settings = settings;
    this.password = password;
    this.broker = broker;
  }

  /** Starts a broker to which the network itself logs in with a random password. */
  public static EmbeddedBroker start(BrokerSettings settings, Authorizer authorizer)
      throws IOException {
    return start(settings, randomPassword(), authorizer);
  }

  /**
   * Starts a broker; it takes about a second.
   *
   * @param networkPassword with which the network itself logs in
   * @throws IllegalStateException when it does not start, as when its port is taken
   */
  public static EmbeddedBroker start(
      BrokerSettings settings, String networkPassword, Authorizer authorizer) throws IOException {
    var files = new BrokerConfiguration(settings);
    var password = new NetworkPassword(networkPassword);
    var extension =
        EmbeddedExtension.builder()
            .withId("lorikeet-access")
            .withName("Lorikeet access")
            .withVersion("1")
            .withAuthor("Lorikeet")
            .withPriority(0)
            .withStartPriority(1000)
            .withExtensionMain(new AccessExtension(new ClientLogin(authorizer, password)))
            .build();
    var broker =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(files.configuration())
            .withDataFolder(files.data())
            .withExtensionsFolder(files.extensions())
            .withEmbeddedExtension(extension)
            .withoutLoggingBootstrap()
            .build();
    try {
      broker.start().join();
    } catch (CompletionException e) {
      broker.stop();
      throw new IllegalStateException(
          "MQTT broker on %s:%d does not start".formatted(settings.bindAddress(), settings.port()),
          e.getCause());
    }
    return new EmbeddedBroker(settings, password, broker);
  }

  public String host() {
    return settings.bindAddress();
  }

  public int port() {
    return settings.port();
  }

  /** With this name and {@link #networkPassword()} a client may use every topic. */
  public String networkUserName() {
    return NetworkPassword.USER_NAME;
  }

  public String networkPassword() {
    return password.value();
  }

  /** Stops it; this takes some seconds. */
  @Override
  public void close() {
    broker.stop().join();
  }

  private static String randomPassword() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
