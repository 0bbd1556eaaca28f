package io.lorikeet.node;

import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.embeddedmqtt.Authorizer;
import io.lorikeet.embeddedmqtt.BrokerSettings;
import io.lorikeet.embeddedmqtt.EmbeddedBroker;
import io.lorikeet.integrations.DeliveryMeters;
import io.lorikeet.integrations.mqtt.MqttDelivery;
import io.lorikeet.integrations.mqtt.MqttPublisher;
import io.lorikeet.integrations.mqtt.MqttSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The ways to applications: the MQTT broker, in this node or elsewhere, and webhooks. */
final class Subscribers implements AutoCloseable {

  private final Optional<EmbeddedBroker> broker;
  private final MqttPublisher publisher;
  private final MqttSettings mqtt;
  private final DeliveryMeters meters;
  private volatile Network network;

  Subscribers(ActorSystem<?> system, NodeSettings settings) throws IOException {
    var config = system.settings().config().getConfig("lorikeet.integrations.mqtt");
    var external = MqttSettings.of(config, nodeId(system));
    this.broker =
        settings.broker().embedded()
            ? Optional.of(start(settings.broker(), settings))
            : Optional.empty();
    this.mqtt =
        broker
            .map(
                its ->
                    external.withServer(
                        its.host(),
                        its.port(),
                        new MqttSettings.Login(its.networkUserName(), its.networkPassword())))
            .orElse(external);
    this.publisher = MqttPublisher.start(system, mqtt);
    this.meters = new DeliveryMeters(Meters.of(system), "mqtt");
  }

  private static String nodeId(ActorSystem<?> system) {
    return system.address().host().getOrElse(() -> "local")
        + "-"
        + system.address().port().getOrElse(() -> 0);
  }

  private EmbeddedBroker start(NodeSettings.Broker broker, NodeSettings settings)
      throws IOException {
    return EmbeddedBroker.start(
        new BrokerSettings(
            broker.listen().address(),
            broker.listen().port(),
            settings.dataDirectory().resolve("mqtt"),
            broker.queueLimit()),
        this::authorize);
  }

  /** Clients log in from now on. */
  void connect(Network entities) {
    this.network = entities;
  }

  private CompletionStage<Optional<Set<Authorizer.Access>>> authorize(
      String applicationId, String key) {
    var entities = network;
    if (entities == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    var hash = ApplicationCommand.ApiKey.hash(key);
    return entities
        .application(applicationId, replyTo -> new ApplicationCommand.CheckApiKey(hash, replyTo))
        .thenApply(Subscribers::access);
  }

  private static Optional<Set<Authorizer.Access>> access(ApplicationCommand.Reply reply) {
    if (!(reply instanceof ApplicationCommand.ApiKeyRights key) || key.rights().isEmpty()) {
      return Optional.empty();
    }
    var access = EnumSet.noneOf(Authorizer.Access.class);
    if (key.rights().contains(Right.MESSAGES_UP_READ)) {
      access.add(Authorizer.Access.RECEIVE);
    }
    if (key.rights().contains(Right.MESSAGES_DOWN_WRITE)) {
      access.add(Authorizer.Access.SEND);
    }
    return Optional.of(access);
  }

  Delivery.Opener opener(Network entities) {
    return (log, subscription) -> new MqttDelivery(publisher, meters);
  }

  /** Where applications find the broker. */
  InetSocketAddress address() {
    return new InetSocketAddress(mqtt.server().host(), mqtt.server().port());
  }

  @Override
  public void close() {
    publisher.close();
    broker.ifPresent(EmbeddedBroker::close);
  }
}
