package io.lorikeet.integrations;

import com.typesafe.config.Config;
import io.lorikeet.integrations.mqtt.MqttSettings;
import io.lorikeet.integrations.mqtt.MqttSettings.Login;
import io.lorikeet.integrations.webhook.WebhookSettings;

/** What is configured under {@code lorikeet.integrations}. */
public record IntegrationsSettings(MqttSettings mqtt, WebhookSettings webhook) {

  /**
   * Reads the configuration; throws when a value is bad.
   *
   * @param nodeId names this node in the cluster; it becomes part of its MQTT client ids
   */
  public static IntegrationsSettings of(Config config, String nodeId) {
    var own = config.getConfig("lorikeet.integrations");
    return new IntegrationsSettings(
        MqttSettings.of(own.getConfig("mqtt"), nodeId),
        WebhookSettings.of(own.getConfig("webhook")));
  }

  /** The same with the MQTT broker that runs in this node. */
  public IntegrationsSettings withMqttBroker(
      String host, int port, String userName, String password) {
    return new IntegrationsSettings(
        mqtt.withServer(host, port, new Login(userName, password)), webhook);
  }
}
