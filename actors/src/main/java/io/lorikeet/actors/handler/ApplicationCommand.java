package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.CborSerializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** What can be asked of an {@code Application}. */
public sealed interface ApplicationCommand extends CborSerializable {

  /** What is answered. */
  sealed interface Request extends ApplicationCommand {
    ActorRef<Reply> replyTo();
  }

  /** Leaves this node. */
  record Stop() implements ApplicationCommand {}

  record Create(String name, String description, Instant at, ActorRef<Reply> replyTo)
      implements Request {}

  /** Replaces name and description. */
  record Describe(String name, String description, ActorRef<Reply> replyTo) implements Request {}

  /** Removes it; its id may be used again. */
  record Remove(ActorRef<Reply> replyTo) implements Request {}

  record GetApplication(ActorRef<Reply> replyTo) implements Request {}

  /** Adds a key; only the hash of its secret is kept. */
  record AddApiKey(ApiKey key, ActorRef<Reply> replyTo) implements Request {}

  record RemoveApiKey(String keyId, ActorRef<Reply> replyTo) implements Request {}

  /** Which rights the key with this hash has. */
  record CheckApiKey(String secretHash, ActorRef<Reply> replyTo) implements Request {}

  /** Adds a webhook or replaces the one of the same id. */
  record PutWebhook(Subscription.Webhook webhook, ActorRef<Reply> replyTo) implements Request {}

  record RemoveWebhook(String webhookId, ActorRef<Reply> replyTo) implements Request {}

  sealed interface Reply extends CborSerializable {}

  /** What an application is. */
  record ApplicationDetails(
      String applicationId,
      String name,
      String description,
      Instant createdAt,
      List<ApiKey> apiKeys,
      List<Subscription.Webhook> webhooks)
      implements Reply {

    public ApplicationDetails {
      apiKeys = List.copyOf(apiKeys);
      webhooks = List.copyOf(webhooks);
    }
  }

  record Removed() implements Reply {}

  /** The rights of a key; empty for a key that does not exist. */
  record ApiKeyRights(Set<Right> rights) implements Reply {}

  record Rejected(Reason reason) implements Reply {}

  enum Reason {
    NOT_FOUND,
    ALREADY_EXISTS,
    /** The application exists, the key or webhook does not. */
    ITEM_NOT_FOUND,
    TOO_MANY
  }

  /**
   * @param id names it in the API
   * @param secretHash SHA-256 of the key, lower case hex; the key is long and random, so that a
   *     plain hash does not give it away
   */
  record ApiKey(String id, String name, Set<Right> rights, String secretHash, Instant createdAt)
      implements CborSerializable {

    public ApiKey {
      rights = Set.copyOf(rights);
    }

    /** SHA-256 of an API key as it is presented. */
    public static String hash(String key) {
      try {
        var digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
