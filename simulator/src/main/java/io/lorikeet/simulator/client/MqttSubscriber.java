package io.lorikeet.simulator.client;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * An MQTT 3.1.1 client that receives with QoS 1, acknowledges each message after it was handled,
 * and comes back by itself when the connection is lost.
 */
public final class MqttSubscriber implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 30;

  private final Mqtt3AsyncClient client;

  private MqttSubscriber(Mqtt3AsyncClient client) {
    this.client = client;
  }

  /**
   * Connects and subscribes.
   *
   * @param onMessage topic and content; called on a thread of the client, one message at a time
   * @throws IllegalStateException if the broker refuses or does not answer
   */
  public static MqttSubscriber connect(
      MqttSettings settings, String topicFilter, BiConsumer<String, byte[]> onMessage) {
    var client = client(settings);
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish -> {
          onMessage.accept(publish.getTopic().toString(), publish.getPayloadAsBytes());
          publish.acknowledge();
        },
        true);
    var subscriber = new MqttSubscriber(client);
    try {
      client
          .connectWith()
          .cleanSession(!settings.keepSession())
          .keepAlive(30)
          .send()
          .thenCompose(
              connected ->
                  client.subscribeWith().topicFilter(topicFilter).qos(MqttQos.AT_LEAST_ONCE).send())
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return subscriber;
    } catch (ExecutionException | TimeoutException | CompletionException e) {
      subscriber.close();
      throw new IllegalStateException(settings + " cannot subscribe " + topicFilter, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      subscriber.close();
      throw new IllegalStateException(e);
    }
  }

  /** Publishes with QoS 1 and waits until the broker has it. */
  public void publish(String topic, String json) {
    publishLater(topic, json).orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Publishes with QoS 1; done when the broker has it. */
  public CompletableFuture<Void> publishLater(String topic, String json) {
    return client
        .publish(
            Mqtt3Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(json.getBytes(StandardCharsets.UTF_8))
                .build())
        .thenAccept(published -> {});
  }

  @Override
  public void close() {
    client.disconnect().exceptionally(alreadyGone -> null);
  }

  private static Mqtt3AsyncClient client(MqttSettings settings) {
    var builder =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(settings.clientId())
            .serverHost(settings.host())
            .serverPort(settings.port())
            .automaticReconnect()
            .initialDelay(200, TimeUnit.MILLISECONDS)
            .maxDelay(2, TimeUnit.SECONDS)
            .applyAutomaticReconnect()
            .addDisconnectedListener(
                lost ->
                    lost.getReconnector()
                        .resubscribeIfSessionExpired(true)
                        .republishIfSessionExpired(true));
    if (settings.user().isEmpty()) {
      return builder.buildAsync();
    }
    return builder
        .simpleAuth()
        .username(settings.user().get())
        .password(settings.password().orElse("").getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .buildAsync();
  }
}
