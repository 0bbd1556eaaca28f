package io.lorikeet.integrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.handler.LogStore.LogId;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.integrations.mqtt.MqttDelivery;
import io.lorikeet.integrations.webhook.WebhookDelivery;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrationsTest {

  @Test
  void opensTheWayToEachKindOfSubscriber() {
    var testKit = ActorTestKit.create();
    var settings = IntegrationsSettings.of(config("mqtt.port = 1"), "n1");
    try (var integrations = Integrations.create(testKit.system(), settings, Clock.systemUTC())) {
      var log = new LogId("farm", 0);
      var webhook =
          new Subscription.Webhook(
              "hook", "http://127.0.0.1/", Map.of(), Set.of(), "json", Optional.empty());

      assertThat(integrations.deliveries().open(log, new Subscription.Mqtt()))
          .isInstanceOf(MqttDelivery.class);
      assertThat(integrations.deliveries().open(log, webhook)).isInstanceOf(WebhookDelivery.class);
    } finally {
      testKit.shutdownTestKit();
    }
  }

  @Test
  void readsItsDefaults() {
    var settings = IntegrationsSettings.of(config(""), "n1");

    assertThat(settings.mqtt().clientId()).isEqualTo("lorikeet-n1");
    assertThat(settings.mqtt().login()).isEmpty();
    assertThat(settings.webhook().allowPrivateTargets()).isFalse();
    assertThat(settings.webhook().maxAnswerBytes()).isEqualTo(65_536);
  }

  @Test
  void showsNoPassword() {
    var settings =
        IntegrationsSettings.of(config("mqtt { user-name = me, password = quiet }"), "n1");

    assertThat(settings.toString()).contains("me").doesNotContain("quiet");
    assertThat(settings.withMqttBroker("127.0.0.1", 1883, "me", "quiet").toString())
        .doesNotContain("quiet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mqtt.version = 4", "mqtt.qos = 2", "mqtt.port = many", "webhook.timeout = soon"})
  void refusesBadValuesAtTheStart(String bad) {
    assertThatThrownBy(() -> IntegrationsSettings.of(config(bad), "n1"))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void refusesAFileThatIsNotThere() {
    var testKit = ActorTestKit.create();
    var settings =
        IntegrationsSettings.of(
            config("mqtt.tls { enabled = on, ca-file = /nowhere/ca.pem }"), "n1");
    try {
      assertThatThrownBy(() -> Integrations.create(testKit.system(), settings, Clock.systemUTC()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("/nowhere/ca.pem");
    } finally {
      testKit.shutdownTestKit();
    }
  }

  private static Config config(String own) {
    return ConfigFactory.parseString("lorikeet.integrations { " + own + " }")
        .withFallback(ConfigFactory.defaultReference());
  }
}
