package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.concurrent.CompletionStage;

/** MQTT 5. */
final class Mqtt5Connection implements MqttConnection {

  private final Mqtt5AsyncClient client;
  private final MqttSettings settings;
  private final MqttQos qos;

  Mqtt5Connection(MqttSettings settings, String clientId, Runnable onEnd) {
    this.settings = settings;
    this.qos = settings.qos();
    this.client =
        MqttClients.version5(MqttClients.of(settings, clientId), settings)
            .addDisconnectedListener(context -> onEnd.run())
            .buildAsync();
  }

  @Override
  public CompletionStage<?> connect() {
    return client.connect(MqttClients.connect5(settings).cleanStart(true).build());
  }

  @Override
  public CompletionStage<?> publish(String topic, byte[] payload) {
    return client.publish(Mqtt5Publish.builder().topic(topic).qos(qos).payload(payload).build());
  }

  @Override
  public void close() {
    client.disconnect();
  }
}
