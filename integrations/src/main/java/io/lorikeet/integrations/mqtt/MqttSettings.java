package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach the MQTT broker of this network; the keys and their reasons are in reference.conf,
 * {@code lorikeet.integrations.mqtt}.
 *
 * @param clientId begins the client ids of this node; no other node may have the same
 * @param login empty for a broker that asks for none
 */
public record MqttSettings(
    String clientId,
    Server server,
    Optional<Login> login,
    Timing timing,
    MqttQos qos,
    Downlinks downlinks,
    Forgetful forgetful) {

  /** Which MQTT is spoken. */
  public enum Version {
    V3_1_1,
    V5
  }

  public record Server(String host, int port, Version version, Optional<Tls> tls) {}

  /**
   * TLS; all files are PEM.
   *
   * @param trusted certificates of the authorities that may have signed the broker's; empty: those
   *     that Java trusts
   * @param identity who this node is to the broker
   */
  public record Tls(Optional<Path> trusted, Optional<Identity> identity) {}

  /** A certificate chain and its private key (PKCS #8, not encrypted). */
  public record Identity(Path certificates, Path key) {}

  public record Login(String userName, String password) {
    @Override
    public String toString() {
      return "Login[" + userName + "]";
    }
  }

  /**
   * @param publish a message without an answer after this time ends the connection
   * @param firstPause before the first attempt to connect again; it doubles up to {@code lastPause}
   */
  public record Timing(
      Duration keepAlive,
      Duration connect,
      Duration publish,
      Duration firstPause,
      Duration lastPause) {}

  /**
   * @param group of the shared subscription; empty for a broker that has none
   * @param parallel downlinks that may be on their way to their devices at once
   * @param session how long the broker keeps downlinks for a node that is away
   * @param patience how long a device that does not answer is asked again
   */
  public record Downlinks(String group, int parallel, Duration session, Duration patience) {}

  /**
   * What to do about a broker that forgets when it stops.
   *
   * @param awaitSubscribers how long after connecting a message that nobody would get is kept
   * @param repeat how much is published again when a log comes back to life
   */
  public record Forgetful(Duration awaitSubscribers, Duration repeat) {}

  /** Reads {@code lorikeet.integrations.mqtt} for the node of this name. */
  public static MqttSettings of(Config mqtt, String nodeId) {
    return new MqttSettings(
        mqtt.getString("client-id-prefix") + "-" + nodeId,
        new Server(mqtt.getString("host"), mqtt.getInt("port"), version(mqtt), tls(mqtt)),
        text(mqtt, "user-name").map(name -> new Login(name, mqtt.getString("password"))),
        new Timing(
            mqtt.getDuration("keep-alive"),
            mqtt.getDuration("connect-timeout"),
            mqtt.getDuration("publish-timeout"),
            mqtt.getDuration("reconnect.first-pause"),
            mqtt.getDuration("reconnect.last-pause")),
        qos(mqtt.getInt("qos")),
        new Downlinks(
            mqtt.getString("downlinks.shared-subscription"),
            mqtt.getInt("downlinks.parallel"),
            mqtt.getDuration("downlinks.session"),
            mqtt.getDuration("downlinks.patience")),
        new Forgetful(
            mqtt.getDuration("forgetful-broker.await-subscribers"),
            mqtt.getDuration("forgetful-broker.repeat")));
  }

  /** The same for another broker without TLS, as the one embedded in this node. */
  public MqttSettings withServer(String host, int port, Login login) {
    return new MqttSettings(
        clientId,
        new Server(host, port, Version.V5, Optional.empty()),
        Optional.of(login),
        timing,
        qos,
        downlinks,
        forgetful);
  }

  private static Version version(Config mqtt) {
    var version = mqtt.getString("version");
    return switch (version) {
      case "5" -> Version.V5;
      case "3.1.1" -> Version.V3_1_1;
      default ->
          throw new IllegalArgumentException(
              "mqtt.version: " + version + " (expected: 5 or 3.1.1)");
    };
  }

  private static MqttQos qos(int qos) {
    return switch (qos) {
      case 0 -> MqttQos.AT_MOST_ONCE;
      case 1 -> MqttQos.AT_LEAST_ONCE;
      default -> throw new IllegalArgumentException("mqtt.qos: " + qos + " (expected: 0 or 1)");
    };
  }

  private static Optional<Tls> tls(Config mqtt) {
    if (!mqtt.getBoolean("tls.enabled")) {
      return Optional.empty();
    }
    var identity =
        text(mqtt, "tls.certificate-file")
            .map(file -> new Identity(Path.of(file), Path.of(mqtt.getString("tls.key-file"))));
    return Optional.of(new Tls(text(mqtt, "tls.ca-file").map(Path::of), identity));
  }

  private static Optional<String> text(Config config, String key) {
    return Optional.of(config.getString(key)).filter(text -> !text.isEmpty());
  }
}
