package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.concurrent.CompletionStage;

/** MQTT 5. */
final class Mqtt5Connection implements MqttConnection {

  private final PublishStream<Mqtt5Publish> stream = new PublishStream<>();
  private final Mqtt5Client client;
  private final MqttSettings settings;
  private final MqttQos qos;
  private volatile long connectedNanos = System.nanoTime();

  Mqtt5Connection(MqttSettings settings, String clientId, Runnable onEnd) {
    this.settings = settings;
    this.qos = settings.qos();
    this.client =
        MqttClients.version5(
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
        .connect(MqttClients.connect5(settings).cleanStart(true).build())
        .thenAccept(accepted -> start());
  }

  @Override
  public CompletionStage<?> publish(String topic, byte[] payload) {
    var message = Mqtt5Publish.builder().topic(topic).qos(qos).payload(payload).build();
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
        .subscribe(
            result -> stream.complete(message -> message == result.getPublish(), result.getError()),
            failure -> close(),
            this::close);
  }
}
