package io.lorikeet.integrations;

import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.integrations.mqtt.MqttDownlinks;
import io.lorikeet.integrations.mqtt.MqttPublisher;
import io.lorikeet.integrations.webhook.Webhooks;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One node's ways to applications. The network needs {@link #deliveries()} before it exists itself:
 * so they are created first, and told of the network by {@link #start}.
 */
public final class Integrations implements AutoCloseable {

  private final MqttPublisher publisher;
  private final MqttDownlinks mqttDownlinks;
  private final Delivery.Opener deliveries;
  private final CompletableFuture<Network> network = new CompletableFuture<>();

  private Integrations(ActorSystem<?> system, IntegrationsSettings settings, Clock clock) {
    var registry = Meters.of(system);
    var mqtt = settings.mqtt();
    publisher = MqttPublisher.start(system, mqtt);
    mqttDownlinks =
        new MqttDownlinks(
            system,
            mqtt,
            publisher,
            new DownlinkInbox(system, network, clock, mqtt.downlinks().patience()),
            () -> UUID.randomUUID().toString(),
            new DownlinkMeters(registry, "mqtt"));
    var webhooks =
        new Webhooks(
            system,
            settings.webhook(),
            new DownlinkInbox(system, network, clock, settings.webhook().patience()),
            clock);
    deliveries =
        new Deliveries(
            publisher, mqtt.forgetful().repeat(), new DeliveryMeters(registry, "mqtt"), webhooks);
  }

  /**
   * Begins to connect to the MQTT broker, and does not wait for it.
   *
   * @throws IllegalArgumentException when a file that TLS needs cannot be read
   */
  public static Integrations create(
      ActorSystem<?> system, IntegrationsSettings settings, Clock clock) {
    return new Integrations(system, settings, clock);
  }

  public Delivery.Opener deliveries() {
    return deliveries;
  }

  /** Takes downlinks from now on. */
  public void start(Network network) {
    this.network.complete(network);
    mqttDownlinks.start();
  }

  /** Takes no further downlinks: other nodes get them. What is to be delivered still is. */
  public void takeNoMore() {
    mqttDownlinks.close();
  }

  /** Ends the connections; what is not acknowledged yet fails and stays in the log. */
  @Override
  public void close() {
    mqttDownlinks.close();
    publisher.close();
  }
}
