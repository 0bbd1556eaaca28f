package io.lorikeet.integrations.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An application: it receives what its broker sends, and may send downlinks. */
final class Subscriber implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final AtomicInteger IDS = new AtomicInteger();

  private final List<Mqtt5Publish> received = new ArrayList<>();
  private final List<Integer> counters = new ArrayList<>();
  private final Mqtt5BlockingClient client;

  Subscriber(RestartableBroker broker, String... filters) {
    client =
        Mqtt5Client.builder()
            .identifier("subscriber-" + IDS.incrementAndGet())
            .serverHost("127.0.0.1")
            .serverPort(broker.port())
            .buildBlocking();
    client
        .connectWith()
        .simpleAuth()
        .username(RestartableBroker.APPLICATION)
        .password(RestartableBroker.KEY.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .send();
    for (var filter : filters) {
      client
          .toAsync()
          .subscribeWith()
          .topicFilter(filter)
          .qos(MqttQos.AT_LEAST_ONCE)
          .callback(this::receive)
          .send()
          .join();
    }
  }

  synchronized List<String> topics() {
    return received.stream().map(publish -> publish.getTopic().toString()).toList();
  }

  synchronized List<JsonNode> bodies() {
    return received.stream().map(publish -> json(publish.getPayloadAsBytes())).toList();
  }

  /** Frame counters of what came to {@code .../up}, in order of arrival. */
  synchronized List<Integer> counters() {
    return List.copyOf(counters);
  }

  private synchronized void receive(Mqtt5Publish publish) {
    received.add(publish);
    counters.add(json(publish.getPayloadAsBytes()).path("counter").intValue());
  }

  void send(String topic, String json) {
    client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(json.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  @Override
  public void close() {
    client.toAsync().disconnect();
  }

  private static JsonNode json(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
