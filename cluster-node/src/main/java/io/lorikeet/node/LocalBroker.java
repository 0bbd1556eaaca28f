package io.lorikeet.node;

import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.embeddedmqtt.Authorizer;
import io.lorikeet.embeddedmqtt.BrokerSettings;
import io.lorikeet.embeddedmqtt.EmbeddedBroker;
import io.lorikeet.integrations.IntegrationsSettings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The MQTT broker in this node; clients log in with an application's id and one of its keys. */
final class LocalBroker implements AutoCloseable {

  private final CompletableFuture<Network> network = new CompletableFuture<>();
  private final EmbeddedBroker broker;

  /**
   * @throws IOException when its files cannot be written
   */
  static LocalBroker start(NodeSettings settings) throws IOException {
    return new LocalBroker(settings);
  }

  private LocalBroker(NodeSettings settings) throws IOException {
    this.broker =
        EmbeddedBroker.start(
            new BrokerSettings(
                settings.broker().listen().address(),
                settings.broker().listen().port(),
                settings.dataDirectory().resolve("mqtt"),
                settings.broker().queueLimit()),
            this::authorize);
  }

  /** The settings of integrations that log in to this broker. */
  IntegrationsSettings usedBy(IntegrationsSettings settings) {
    return settings.withMqttBroker(
        broker.host(), broker.port(), broker.networkUserName(), broker.networkPassword());
  }

  /** Clients log in from now on; those that tried before have waited. */
  void admitClients(Network entities) {
    network.complete(entities);
  }

  private CompletionStage<Optional<Set<Authorizer.Access>>> authorize(
      String applicationId, String key) {
    var hash = ApplicationCommand.ApiKey.hash(key);
    return network
        .thenCompose(
            entities ->
                entities.application(
                    applicationId, replyTo -> new ApplicationCommand.CheckApiKey(hash, replyTo)))
        .thenApply(LocalBroker::access);
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

  @Override
  public void close() {
    broker.close();
  }
}
