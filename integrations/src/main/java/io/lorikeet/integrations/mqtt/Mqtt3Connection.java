package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3PublishResult;
import java.util.concurrent.CompletionStage;

/** MQTT 3.1.1. */
final class Mqtt3Connection implements MqttConnection {

  private final PublishStream<Mqtt3Publish> stream = new PublishStream<>();
  private final Mqtt3Client client;
  private final MqttSettings settings;
  private final MqttQos qos;

  Mqtt3Connection(MqttSettings settings, String clientId, Runnable onEnd) {
    this.settings = settings;
    this.qos = settings.qos();
    this.client =
        MqttClients.version3(
                MqttClients.of(settings, clientId).executorConfig(OWN_THREAD), settings)
            .addDisconnectedListener(
                context -> {
                  stream.end();
                  onEnd.run();
                })
            .build();
  }

  @Override
  public CompletionStage<?> connect() {
    return client
        .toAsync()
        .connect(MqttClients.connect3(settings).cleanSession(true).build())
        .thenAccept(accepted -> start());
  }

  @Override
  public CompletionStage<?> publish(String topic, byte[] payload) {
    var message = Mqtt3Publish.builder().topic(topic).qos(qos).payload(payload).build();
    return stream.add(message, System.nanoTime());
  }

  @Override
  public boolean silentFor(long nanos) {
    return stream.waitsLongerThan(nanos, System.nanoTime());
  }

  @Override
  public void close() {
    stream.end();
    client.toAsync().disconnect();
  }

  /** Never disposed of: it ends with the connection. */
  @SuppressWarnings("CheckReturnValue")
  private void start() {
    client
        .toRx()
        .publish(stream.messages())
        .subscribe(result -> complete(result), failure -> close(), this::close);
  }

  /** The client gives back a copy of the message, but with the very topic that was in it. */
  private void complete(Mqtt3PublishResult result) {
    var topic = result.getPublish().getTopic();
    stream.complete(message -> message.getTopic() == topic, result.getError());
  }
}
