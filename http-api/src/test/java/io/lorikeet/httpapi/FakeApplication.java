package io.lorikeet.httpapi;

import io.lorikeet.actors.handler.ApplicationCommand;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKeyRights;
import io.lorikeet.actors.handler.ApplicationCommand.ApplicationDetails;
import io.lorikeet.actors.handler.ApplicationCommand.Reason;
import io.lorikeet.actors.handler.ApplicationCommand.Rejected;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.actors.handler.Subscription.Webhook;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An application of the {@link FakeNetwork}. */
final class FakeApplication {

  /** As many keys as it takes. */
  static final int MAX_KEYS = 20;

  private ApplicationDetails details;

  FakeApplication(ApplicationDetails details) {
    this.details = details;
  }

  ApplicationCommand.Reply answer(ApplicationCommand command) {
    if (command instanceof ApplicationCommand.GetApplication) {
      return details;
    }
    if (command instanceof ApplicationCommand.Describe describe) {
      return become(describe.name(), describe.description(), details.apiKeys(), details.webhooks());
    }
    if (command instanceof ApplicationCommand.CheckApiKey check) {
      return new ApiKeyRights(rights(check.secretHash()));
    }
    if (command instanceof ApplicationCommand.AddApiKey add) {
      return details.apiKeys().size() < MAX_KEYS
          ? become(
              details.name(),
              details.description(),
              plus(details.apiKeys(), add.key()),
              details.webhooks())
          : new Rejected(Reason.TOO_MANY);
    }
    if (command instanceof ApplicationCommand.RemoveApiKey remove) {
      return removeKey(remove.keyId());
    }
    if (command instanceof ApplicationCommand.PutWebhook put) {
      return become(
          details.name(),
          details.description(),
          details.apiKeys(),
          plus(without(put.webhook().id()), put.webhook()));
    }
    if (command instanceof ApplicationCommand.RemoveWebhook remove) {
      return removeWebhook(remove.webhookId());
    }
    throw new IllegalArgumentException("command: " + command);
  }

  private Set<Right> rights(String hash) {
    return details.apiKeys().stream()
        .filter(key -> key.secretHash().equals(hash))
        .findFirst()
        .map(ApiKey::rights)
        .orElse(Set.of());
  }

  private ApplicationCommand.Reply removeKey(String id) {
    var left = details.apiKeys().stream().filter(key -> !key.id().equals(id)).toList();
    return left.size() == details.apiKeys().size()
        ? new Rejected(Reason.ITEM_NOT_FOUND)
        : become(details.name(), details.description(), left, details.webhooks());
  }

  private ApplicationCommand.Reply removeWebhook(String id) {
    var left = without(id);
    return left.size() == details.webhooks().size()
        ? new Rejected(Reason.ITEM_NOT_FOUND)
        : become(details.name(), details.description(), details.apiKeys(), left);
  }

  private List<Webhook> without(String id) {
    return details.webhooks().stream().filter(webhook -> !webhook.id().equals(id)).toList();
  }

  private static <T> List<T> plus(List<T> list, T item) {
    return Stream.concat(list.stream(), Stream.of(item)).toList();
  }

  private ApplicationDetails become(
      String name, String description, List<ApiKey> keys, List<Webhook> webhooks) {
    details =
        new ApplicationDetails(
            details.applicationId(), name, description, details.createdAt(), keys, webhooks);
    return details;
  }
}
