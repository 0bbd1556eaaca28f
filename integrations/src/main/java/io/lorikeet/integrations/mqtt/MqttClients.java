package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What all clients of one node have in common. */
final class MqttClients {

  private MqttClients() {}

  /**
   * @throws IllegalArgumentException when a TLS file cannot be read
   */
  static MqttClientBuilder of(MqttSettings settings, String clientId) {
    var server = settings.server();
    var timeout = settings.timing().connect().toMillis();
    var transport =
        MqttClientTransportConfig.builder()
            .serverHost(server.host())
            .serverPort(server.port())
            .socketConnectTimeout(timeout, TimeUnit.MILLISECONDS)
            .mqttConnectTimeout(timeout, TimeUnit.MILLISECONDS);
    server.tls().ifPresent(tls -> transport.sslConfig(TlsFiles.load(tls)));
    return MqttClient.builder().identifier(clientId).transportConfig(transport.build());
  }

  /** The client keeps its login for when it connects again. */
  static Mqtt5ClientBuilder version5(MqttClientBuilder builder, MqttSettings settings) {
    var client = builder.useMqttVersion5();
    return settings
        .login()
        .map(
            login ->
                client.simpleAuth(
                    Mqtt5SimpleAuth.builder()
                        .username(login.userName())
                        .password(login.password().getBytes(StandardCharsets.UTF_8))
                        .build()))
        .orElse(client);
  }

  /** The client keeps its login for when it connects again. */
  static Mqtt3ClientBuilder version3(MqttClientBuilder builder, MqttSettings settings) {
    var client = builder.useMqttVersion3();
    return settings
        .login()
        .map(
            login ->
                client.simpleAuth(
                    Mqtt3SimpleAuth.builder()
                        .username(login.userName())
                        .password(login.password().getBytes(StandardCharsets.UTF_8))
                        .build()))
        .orElse(client);
  }

  static Mqtt5ConnectBuilder connect5(MqttSettings settings) {
    return Mqtt5Connect.builder().keepAlive(keepAliveSeconds(settings));
  }

  static Mqtt3ConnectBuilder connect3(MqttSettings settings) {
    return Mqtt3Connect.builder().keepAlive(keepAliveSeconds(settings));
  }

  private static int keepAliveSeconds(MqttSettings settings) {
    return Math.toIntExact(settings.timing().keepAlive().toSeconds());
  }
}
