package io.lorikeet.node.cli;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * A subscription with QoS 1 that comes back when its connection breaks; what was said meanwhile is
 * not repeated.
 */
final class EventSubscription implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 10;
  private static final long RECONNECT_SECONDS = 1;

  private final URI broker;
  private final String applicationId;
  private final Mqtt3AsyncClient client;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile boolean subscribed;

  /**
   * @param broker {@code tcp://HOST:PORT}, or {@code ssl://HOST:PORT}
   * @param key an API key of the application
   */
  EventSubscription(URI broker, String applicationId, String key) {
    this.broker = broker;
    this.applicationId = applicationId;
    var builder =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier("lorikeet-events-" + UUID.randomUUID())
            .serverHost(broker.getHost())
            .serverPort(broker.getPort())
            .addDisconnectedListener(this::disconnected);
    if (broker.getScheme().equals("ssl")) {
      builder = builder.sslWithDefaultConfig();
    }
    this.client =
        builder
            .simpleAuth()
            .username(applicationId)
            .password(key.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .buildAsync();
  }

  /**
   * Subscribes, and waits until that is done.
   *
   * @param onMessage topic and content, one at a time; acknowledged when it returns
   * @return completes exceptionally, with {@link CommandFailed}, when it is over for good
   */
  CompletableFuture<Void> open(String filter, BiConsumer<String, String> onMessage) {
    client.publishes(MqttGlobalPublishFilter.ALL, publish -> take(publish, onMessage), true);
    client
        .connectWith()
        .cleanSession(true)
        .send()
        .thenCompose(
            connected ->
                client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send())
        .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .handle(
            (granted, failure) -> {
              if (failure != null) {
                throw explained(failure);
              }
              subscribed = true;
              return granted;
            })
        .join();
    return end;
  }

  private static void take(Mqtt3Publish publish, BiConsumer<String, String> onMessage) {
    onMessage.accept(
        publish.getTopic().toString(),
        new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
    publish.acknowledge();
  }

  private void disconnected(MqttClientDisconnectedContext context) {
    if (!subscribed || end.isDone()) {
      return;
    }
    if (context.getCause() instanceof Mqtt3ConnAckException) {
      end.completeExceptionally(explained(context.getCause()));
      return;
    }
    context
        .getReconnector()
        .reconnect(true)
        .delay(RECONNECT_SECONDS, TimeUnit.SECONDS)
        .resubscribeIfSessionExpired(true);
  }

  private CommandFailed explained(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null && !known(cause)) {
      cause = cause.getCause();
    }
    if (cause instanceof ConnectionFailedException) {
      return CommandFailed.forNow(
          """
          no MQTT broker answers at %s.
            Is ./lorikeet dev running? Another address: --mqtt URL or LORIKEET_MQTT."""
              .formatted(broker));
    }
    if (cause instanceof TimeoutException) {
      return CommandFailed.forNow(
          broker + " did not answer within " + TIMEOUT_SECONDS + " s; is it an MQTT broker?");
    }
    if (cause instanceof Mqtt3ConnAckException || cause instanceof Mqtt3SubAckException) {
      return CommandFailed.because(
          """
          the MQTT broker at %s refuses this key for application %s.
            It takes an API key of the application with the right messages:up:r, not the admin key:
            ./lorikeet application key create %s
            With the admin key uplinks can be followed by: ./lorikeet messages %s --follow"""
              .formatted(broker, applicationId, applicationId, applicationId));
    }
    return CommandFailed.forNow("the connection to " + broker + " broke: " + cause.getMessage());
  }

  private static boolean known(Throwable cause) {
    return cause instanceof ConnectionFailedException
        || cause instanceof TimeoutException
        || cause instanceof Mqtt3ConnAckException
        || cause instanceof Mqtt3SubAckException;
  }

  @Override
  public void close() {
    end.complete(null);
    client.disconnect();
  }
}
