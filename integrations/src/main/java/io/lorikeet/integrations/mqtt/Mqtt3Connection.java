package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.concurrent.CompletionStage;

/** MQTT 3.1.1. */
final class Mqtt3Connection implements MqttConnection {

  private final Mqtt3AsyncClient client;
  private final MqttSettings settings;
  private final MqttQos qos;

  Mqtt3Connection(MqttSettings settings, String clientId, Runnable onEnd) {
    this.settings = settings;
    this.qos = settings.qos();
    this.client =
        MqttClients.version3(MqttClients.of(settings, clientId), settings)
            .addDisconnectedListener(context -> onEnd.run())
            .buildAsync();
  }

  @Override
  public CompletionStage<?> connect() {
    return client.connect(MqttClients.connect3(settings).cleanSession(true).build());
  }

  @Override
  public CompletionStage<?> publish(String topic, byte[] payload) {
    return client.publish(Mqtt3Publish.builder().topic(topic).qos(qos).payload(payload).build());
  }

  @Override
  public void close() {
    client.disconnect();
  }
}
