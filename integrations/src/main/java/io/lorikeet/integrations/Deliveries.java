package io.lorikeet.integrations;

import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.LogStore.LogId;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.integrations.mqtt.MqttDelivery;
import io.lorikeet.integrations.mqtt.MqttPublisher;
import io.lorikeet.integrations.webhook.Webhooks;
import java.time.Duration;

/** The ways to all kinds of subscribers. */
record Deliveries(
    MqttPublisher publisher, Duration mqttRepeat, DeliveryMeters mqttMeters, Webhooks webhooks)
    implements Delivery.Opener {

  @Override
  public Delivery open(LogId log, Subscription subscription) {
    if (subscription instanceof Subscription.Webhook webhook) {
      return webhooks.open(webhook);
    }
    if (subscription instanceof Subscription.Mqtt) {
      return new MqttDelivery(publisher, mqttRepeat, mqttMeters);
    }
    throw new IllegalStateException("subscription of unknown kind: " + subscription.getClass());
  }

  /** A webhook has what it has acknowledged; a broker may have had it in memory only. */
  @Override
  public Duration repeatOnOpen(Subscription subscription) {
    return subscription instanceof Subscription.Mqtt ? mqttRepeat : Duration.ZERO;
  }
}
