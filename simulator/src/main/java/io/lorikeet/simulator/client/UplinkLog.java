package io.lorikeet.simulator.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.protocol.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The uplinks of an application as they come by MQTT, each once however often it is delivered, and
 * the events of its devices. Keeps everything, so it is for runs that end. From any thread.
 */
public final class UplinkLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Uplink> uplinks = new LinkedHashMap<>();
  private final Map<String, Integer> deliveries = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();

  /**
   * A message that is no uplink.
   *
   * @param topic the whole topic
   */
  public record Event(String topic, JsonNode message) {}

  /** Subscribes everything of an application. */
  public MqttSubscriber subscribe(MqttSettings settings, String appId) {
    return MqttSubscriber.connect(settings, appId + "/devices/#", this::onMessage);
  }

  /** The uplinks in the order of their first delivery. */
  public synchronized List<Uplink> uplinks() {
    return List.copyOf(uplinks.values());
  }

  /** The events in the order of their delivery. */
  public synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** How many deliveries were repetitions. */
  public synchronized long repetitions() {
    return deliveries.values().stream().mapToInt(count -> count - 1).sum();
  }

  synchronized void onMessage(String topic, byte[] content) {
    var message = read(content);
    if (!topic.endsWith("/up")) {
      events.add(new Event(topic, message));
      return;
    }
    var uplink =
        new Uplink(
            message.path("uplink_id").asText(),
            message.path("dev_id").asText(),
            message.path("port").asInt(),
            message.path("counter").asLong(),
            Payload.of(Base64.getDecoder().decode(message.path("payload_raw").asText())));
    uplinks.putIfAbsent(uplink.uplinkId(), uplink);
    deliveries.merge(uplink.uplinkId(), 1, Integer::sum);
  }

  private static JsonNode read(byte[] content) {
    try {
      return JSON.readTree(content);
    } catch (IOException e) {
      return JSON.getNodeFactory().textNode("not JSON: " + content.length + " bytes");
    }
  }
}
