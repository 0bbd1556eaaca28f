package io.lorikeet.actors.handler;

import static io.lorikeet.actors.handler.ApplicationCommand.Reason.ALREADY_EXISTS;
import static io.lorikeet.actors.handler.ApplicationCommand.Reason.ITEM_NOT_FOUND;
import static io.lorikeet.actors.handler.ApplicationCommand.Reason.TOO_MANY;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Restart;
import io.lorikeet.actors.Stashed;
import io.lorikeet.actors.StopAgain;
import io.lorikeet.actors.handler.ApplicationCommand.AddApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKeyRights;
import io.lorikeet.actors.handler.ApplicationCommand.ApplicationDetails;
import io.lorikeet.actors.handler.ApplicationCommand.CheckApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.Create;
import io.lorikeet.actors.handler.ApplicationCommand.Describe;
import io.lorikeet.actors.handler.ApplicationCommand.GetApplication;
import io.lorikeet.actors.handler.ApplicationCommand.PutWebhook;
import io.lorikeet.actors.handler.ApplicationCommand.Rejected;
import io.lorikeet.actors.handler.ApplicationCommand.Remove;
import io.lorikeet.actors.handler.ApplicationCommand.RemoveApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.RemoveWebhook;
import io.lorikeet.actors.handler.ApplicationCommand.Removed;
import io.lorikeet.actors.handler.ApplicationCommand.Reply;
import io.lorikeet.actors.handler.ApplicationCommand.Request;
import io.lorikeet.actors.handler.ApplicationCommand.Stop;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One application: what it is called, who may act for it, and where its messages go. */
public final class Application
    extends EventSourcedBehaviorWithEnforcedReplies<
        ApplicationCommand, Application.Event, Application.State> {

  public static final EntityTypeKey<ApplicationCommand> TYPE_KEY =
      EntityTypeKey.create(ApplicationCommand.class, "application");

  /** What may be asked for at most. */
  public static final int MAX_API_KEYS = 200;

  public static final int MAX_WEBHOOKS = 20;

  public sealed interface Event extends CborSerializable {}

  public record Created(String name, String description, Instant at) implements Event {}

  public record Described(String name, String description) implements Event {}

  public record ApiKeyAdded(ApiKey key) implements Event {}

  public record ApiKeyRemoved(String keyId) implements Event {}

  public record WebhookPut(Subscription.Webhook webhook) implements Event {}

  public record WebhookRemoved(String webhookId) implements Event {}

  public record ApplicationRemoved() implements Event {}

  public sealed interface State extends CborSerializable {}

  public record Absent() implements State {}

  /**
   * @param apiKeys by id; at most {@link #MAX_API_KEYS}
   * @param webhooks by id; at most {@link #MAX_WEBHOOKS}
   */
  public record Present(
      String name,
      String description,
      Instant createdAt,
      Map<String, ApiKey> apiKeys,
      Map<String, Subscription.Webhook> webhooks)
      implements State {

    public Present {
      apiKeys = Collections.unmodifiableMap(new TreeMap<>(apiKeys));
      webhooks = Collections.unmodifiableMap(new TreeMap<>(webhooks));
    }

    Present on(Event event) {
      var keys = new TreeMap<>(apiKeys);
      var hooks = new TreeMap<>(webhooks);
      if (event instanceof Described described) {
        return new Present(described.name(), described.description(), createdAt, keys, hooks);
      }
      if (event instanceof ApiKeyAdded added) {
        keys.put(added.key().id(), added.key());
      } else if (event instanceof ApiKeyRemoved removed) {
        keys.remove(removed.keyId());
      } else if (event instanceof WebhookPut put) {
        hooks.put(put.webhook().id(), put.webhook());
      } else if (event instanceof WebhookRemoved removed) {
        hooks.remove(removed.webhookId());
      }
      return new Present(name, description, createdAt, keys, hooks);
    }

    Set<Right> rights(String secretHash) {
      var presented = secretHash.getBytes(StandardCharsets.US_ASCII);
      return apiKeys.values().stream()
          .filter(
              key ->
                  MessageDigest.isEqual(
                      key.secretHash().getBytes(StandardCharsets.US_ASCII), presented))
          .findFirst()
          .map(ApiKey::rights)
          .orElse(Set.of());
    }
  }

  private final String applicationId;
  private final ActorRef<ShardingEnvelope<ApplicationLog.Command>> logs;
  private final int logPartitions;
  private final Stashed<ApplicationCommand> stashed;

  public static Behavior<ApplicationCommand> create(
      String applicationId,
      ActorRef<ShardingEnvelope<ApplicationLog.Command>> logs,
      int logPartitions) {
    return StopAgain.to(
        ApplicationCommand.class,
        new Stop(),
        Stashed.in(
            TYPE_KEY.name(),
            ApplicationCommand.class,
            stashed ->
                Behaviors.setup(
                    context -> new Application(applicationId, logs, logPartitions, stashed))));
  }

  private Application(
      String applicationId,
      ActorRef<ShardingEnvelope<ApplicationLog.Command>> logs,
      int logPartitions,
      Stashed<ApplicationCommand> stashed) {
    super(PersistenceId.of(TYPE_KEY.name(), applicationId), Restart.WITH_BACKOFF);
    this.applicationId = applicationId;
    this.logs = logs;
    this.logPartitions = logPartitions;
    this.stashed = stashed;
  }

  @Override
  public State emptyState() {
    return new Absent();
  }

  @Override
  public CommandHandlerWithReply<ApplicationCommand, Event, State> commandHandler() {
    var handlers = newCommandHandlerWithReplyBuilder();
    handlers.forStateType(Absent.class).onCommand(Create.class, this::onCreate);
    handlers
        .forStateType(Present.class)
        .onCommand(Create.class, (state, command) -> reject(command.replyTo(), ALREADY_EXISTS))
        .onCommand(
            Describe.class,
            (state, command) ->
                persist(new Described(command.name(), command.description()), command.replyTo()))
        .onCommand(
            GetApplication.class,
            (state, command) -> Effect().reply(command.replyTo(), details(state)))
        .onCommand(AddApiKey.class, this::onAddApiKey)
        .onCommand(RemoveApiKey.class, this::onRemoveApiKey)
        .onCommand(
            CheckApiKey.class,
            (state, command) ->
                Effect()
                    .reply(command.replyTo(), new ApiKeyRights(state.rights(command.secretHash()))))
        .onCommand(PutWebhook.class, this::onPutWebhook)
        .onCommand(RemoveWebhook.class, this::onRemoveWebhook)
        .onCommand(Remove.class, this::onRemove);
    handlers
        .forAnyState()
        .onCommand(Stop.class, (state, stop) -> Effect().stop().thenNoReply())
        .onCommand(
            Request.class,
            (state, request) -> reject(request.replyTo(), ApplicationCommand.Reason.NOT_FOUND));
    return stashed.counted(handlers.build());
  }

  private ReplyEffect<Event, State> onCreate(Absent state, Create command) {
    return Effect()
        .persist(new Created(command.name(), command.description(), command.at()))
        .thenRun(this::publishSubscriptions)
        .thenReply(command.replyTo(), this::details);
  }

  private ReplyEffect<Event, State> onAddApiKey(Present state, AddApiKey command) {
    if (state.apiKeys().size() >= MAX_API_KEYS) {
      return reject(command.replyTo(), TOO_MANY);
    }
    return persist(new ApiKeyAdded(command.key()), command.replyTo());
  }

  private ReplyEffect<Event, State> onRemoveApiKey(Present state, RemoveApiKey command) {
    if (!state.apiKeys().containsKey(command.keyId())) {
      return reject(command.replyTo(), ITEM_NOT_FOUND);
    }
    return persist(new ApiKeyRemoved(command.keyId()), command.replyTo());
  }

  private ReplyEffect<Event, State> onPutWebhook(Present state, PutWebhook command) {
    var isNew = !state.webhooks().containsKey(command.webhook().id());
    if (isNew && state.webhooks().size() >= MAX_WEBHOOKS) {
      return reject(command.replyTo(), TOO_MANY);
    }
    return persist(new WebhookPut(command.webhook()), command.replyTo());
  }

  private ReplyEffect<Event, State> onRemoveWebhook(Present state, RemoveWebhook command) {
    if (!state.webhooks().containsKey(command.webhookId())) {
      return reject(command.replyTo(), ITEM_NOT_FOUND);
    }
    return persist(new WebhookRemoved(command.webhookId()), command.replyTo());
  }

  private ReplyEffect<Event, State> onRemove(Present state, Remove command) {
    return Effect()
        .persist(new ApplicationRemoved())
        .thenRun(this::publishSubscriptions)
        .thenReply(command.replyTo(), removed -> new Removed());
  }

  private ReplyEffect<Event, State> persist(Event event, ActorRef<Reply> replyTo) {
    return Effect()
        .persist(event)
        .thenRun(this::publishSubscriptions)
        .thenReply(replyTo, this::details);
  }

  private ReplyEffect<Event, State> reject(
      ActorRef<Reply> replyTo, ApplicationCommand.Reason reason) {
    return Effect().reply(replyTo, new Rejected(reason));
  }

  private Reply details(State state) {
    if (!(state instanceof Present present)) {
      return new Rejected(ApplicationCommand.Reason.NOT_FOUND);
    }
    return new ApplicationDetails(
        applicationId,
        present.name(),
        present.description(),
        present.createdAt(),
        List.copyOf(present.apiKeys().values()),
        List.copyOf(present.webhooks().values()));
  }

  /** The partitions of the log deliver to these from now on. */
  private void publishSubscriptions(State state) {
    var subscriptions = new ArrayList<Subscription>();
    if (state instanceof Present present) {
      subscriptions.add(new Subscription.Mqtt());
      subscriptions.addAll(present.webhooks().values());
    }
    for (var partition = 0; partition < logPartitions; partition++) {
      logs.tell(
          new ShardingEnvelope<>(
              new LogStore.LogId(applicationId, partition).entityId(),
              new ApplicationLog.Subscribe(subscriptions)));
    }
  }

  @Override
  public EventHandler<State, Event> eventHandler() {
    var handlers = newEventHandlerBuilder();
    handlers
        .forStateType(Absent.class)
        .onEvent(
            Created.class,
            (absent, created) ->
                new Present(
                    created.name(), created.description(), created.at(), Map.of(), Map.of()));
    handlers
        .forStateType(Present.class)
        .onEvent(ApplicationRemoved.class, (present, removed) -> new Absent())
        .onEvent(Event.class, Present::on);
    return handlers.build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(100, 2).withDeleteEventsOnSnapshot();
  }
}
