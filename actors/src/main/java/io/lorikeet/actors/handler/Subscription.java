package io.lorikeet.actors.handler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lorikeet.actors.CborSerializable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who receives an application's messages; {@code name} is the name of its cursor. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Subscription.Mqtt.class, name = "mqtt"),
  @JsonSubTypes.Type(value = Subscription.Webhook.class, name = "webhook")
})
public sealed interface Subscription extends CborSerializable
    permits Subscription.Mqtt, Subscription.Webhook {

  String name();

  /** The MQTT broker of this network; every application has it. */
  record Mqtt() implements Subscription {
    @Override
    public String name() {
      return "mqtt";
    }
  }

  /**
   * An HTTP endpoint of the application.
   *
   * @param id unique within the application
   * @param url absolute, http or https
   * @param headers sent with every request; the values, which may be tokens, are never shown again
   * @param events which kinds of message ({@code up}, {@code join}, {@code down/sent}, ...); empty:
   *     all
   * @param format name of the body's format; {@code json} is the one there is
   * @param secret signs each request when present; never shown again
   */
  record Webhook(
      String id,
      String url,
      Map<String, Secret> headers,
      Set<String> events,
      String format,
      Optional<Secret> secret)
      implements Subscription {

    public Webhook {
      headers = Map.copyOf(headers);
      events = Set.copyOf(events);
    }

    @Override
    public String name() {
      return "webhook-" + id;
    }

    @Override
    public String toString() {
      return "Webhook[" + id + ", " + url + "]";
    }
  }
}
