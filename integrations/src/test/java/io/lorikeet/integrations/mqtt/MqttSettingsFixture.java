package io.lorikeet.integrations.mqtt;

import com.typesafe.config.ConfigFactory;
import io.lorikeet.integrations.mqtt.MqttSettings.Version;
import java.time.Duration;

/** Settings with pauses that a test can wait for. */
final class MqttSettingsFixture {

  private MqttSettingsFixture() {}

  static MqttSettings settings(Version version, int port, Duration publishTimeout) {
    var config =
        """
        port = %d
        version = "%s"
        publish-timeout = %dms
        reconnect { first-pause = 20ms, last-pause = 100ms }
        downlinks { session = 0s, patience = 1s }
        """
            .formatted(port, version == Version.V5 ? "5" : "3.1.1", publishTimeout.toMillis());
    var defaults =
        ConfigFactory.defaultReferenceUnresolved().getConfig("lorikeet.integrations.mqtt");
    return MqttSettings.of(
        ConfigFactory.parseString(config).withFallback(defaults).resolve(), "test");
  }
}
