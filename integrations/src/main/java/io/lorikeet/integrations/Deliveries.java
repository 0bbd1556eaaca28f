package io.lorikeet.integrations;

import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.LogStore.LogId;
import io.lorikeet.actors.handler.Subscription;
import io.lorikeet.integrations.mqtt.MqttDelivery;
import io.lorikeet.integrations.mqtt.MqttPublisher;
import io.lorikeet.integrations.webhook.Webhooks;

/** The ways to all kinds of subscribers. */
record Deliveries(MqttPublisher publisher, DeliveryMeters mqttMeters, Webhooks webhooks)
    implements Delivery.Opener {

  @Override
  public Delivery open(LogId log, Subscription subscription) {
    if (subscription instanceof Subscription.Webhook webhook) {
      return webhooks.open(webhook);
    }
    if (subscription instanceof Subscription.Mqtt) {
      return new MqttDelivery(publisher, mqttMeters);
    }
    throw new IllegalStateException("subscription of unknown kind: " + subscription.getClass());
  }
}
