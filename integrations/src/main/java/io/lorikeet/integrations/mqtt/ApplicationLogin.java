package io.lorikeet.integrations.mqtt;

import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKeyRights;
import io.lorikeet.actors.handler.ApplicationCommand.CheckApiKey;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.integrations.format.DeviceIds;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an MQTT client may do, by its user name and password. */
public record ApplicationLogin(Network network) {

  /**
   * The rights of an API key; empty when the application or the key does not exist.
   *
   * @param applicationId the user name
   * @param key the password
   */
  public CompletionStage<Optional<Set<Right>>> rights(String applicationId, String key) {
    if (!DeviceIds.valid(applicationId)) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    var hash = ApiKey.hash(key);
    return network
        .application(applicationId, replyTo -> new CheckApiKey(hash, replyTo))
        .thenApply(
            reply ->
                reply instanceof ApiKeyRights found && !found.rights().isEmpty()
                    ? Optional.of(found.rights())
                    : Optional.empty());
  }
}
