package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who receives what is in a partition of the log: finds out, starts and stops them, and knows how
 * far each is. Belongs to one {@link ApplicationLog}.
 */
final class LogSubscribers {

  sealed interface Command extends ApplicationLog.Command {}

  /** A subscriber tells how far it has come. */
  record CursorAt(String name, long cursor) implements Command {}

  private record SubscriberGone(String name) implements Command {}

  private record Reopen(String name) implements Command {}

  private record SubscriptionsFound(ApplicationCommand.Reply reply) implements Command {}

  private record SubscriptionsUnknown() implements Command {}

  private record AskSubscriptions() implements Command {}

  private static final String MQTT = new Subscription.Mqtt().name();
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

  private final ActorContext<ApplicationLog.Command> context;
  private final LogStore.LogId log;
  private final LogSettings settings;
  private final ApplicationLog.Ports ports;
  private final TimerScheduler<ApplicationLog.Command> timers;
  private final Map<String, Subscription> wanted = new HashMap<>();
  private final Map<String, ActorRef<Subscriber.Command>> running = new HashMap<>();
  private final Map<String, Long> cursors = new HashMap<>();
  private final LogTail tail;

  /** Whose cursors come from before this start: they may have lost what they took over. */
  private final Set<String> unopened = new HashSet<>();

  private int unanswered;
  private boolean told;

  LogSubscribers(
      ActorContext<ApplicationLog.Command> context,
      LogStore.LogId log,
      LogSettings settings,
      ApplicationLog.Ports ports,
      TimerScheduler<ApplicationLog.Command> timers,
      LogTail tail) {
    this.context = context;
    this.log = log;
    this.settings = settings;
    this.ports = ports;
    this.timers = timers;
    this.tail = tail;
  }

  /**
   * @param stored the cursors that the store knows
   */
  void start(Map<String, Long> stored) {
    cursors.putAll(stored);
    unopened.addAll(stored.keySet());
    ask();
  }

  private void ask() {
    context.ask(
        ApplicationCommand.Reply.class,
        ports.applications(),
        ASK_TIMEOUT,
        replyTo ->
            new ShardingEnvelope<>(
                log.applicationId(), new ApplicationCommand.GetApplication(replyTo)),
        (reply, failure) ->
            failure == null ? new SubscriptionsFound(reply) : new SubscriptionsUnknown());
  }

  void on(Command command, long lastPosition) {
    if (command instanceof CursorAt at) {
      cursors.put(at.name(), at.cursor());
    } else if (command instanceof SubscriberGone gone) {
      onGone(gone, lastPosition);
    } else if (command instanceof Reopen reopen) {
      Optional.ofNullable(wanted.get(reopen.name())).ifPresent(its -> open(its, lastPosition));
    } else if (command instanceof SubscriptionsFound found) {
      onFound(found, lastPosition);
    } else if (command instanceof SubscriptionsUnknown) {
      unanswered++;
      timers.startSingleTimer(new AskSubscriptions(), settings.retry().after(unanswered));
    } else if (command instanceof AskSubscriptions) {
      ask();
    }
  }

  private void onFound(SubscriptionsFound found, long lastPosition) {
    unanswered = 0;
    if (told) {
      return; // what was told meanwhile is newer
    }
    var subscriptions = new ArrayList<Subscription>();
    if (found.reply() instanceof ApplicationCommand.ApplicationDetails details) {
      subscriptions.add(new Subscription.Mqtt());
      subscriptions.addAll(details.webhooks());
    }
    subscribe(subscriptions, lastPosition);
  }

  void onSubscribe(ApplicationLog.Subscribe command, long lastPosition) {
    told = true;
    subscribe(command.subscriptions(), lastPosition);
  }

  /** One that is changed or not wanted stops first and says where; then the new one goes on. */
  private void subscribe(List<Subscription> subscriptions, long lastPosition) {
    var before = Map.copyOf(wanted);
    wanted.clear();
    subscriptions.forEach(its -> wanted.put(its.name(), its));
    before.forEach(
        (name, subscription) -> {
          if (!subscription.equals(wanted.get(name))) {
            stop(name, lastPosition);
          }
        });
    wanted.values().forEach(its -> open(its, lastPosition));
  }

  private void stop(String name, long lastPosition) {
    if (running.containsKey(name)) {
      context.stop(running.get(name));
    } else if (!wanted.containsKey(name)) {
      forget(name, lastPosition);
    }
  }

  /** Stopped to be changed, or broken: either way it goes on from its cursor in a moment. */
  private void onGone(SubscriberGone gone, long lastPosition) {
    running.remove(gone.name());
    if (wanted.containsKey(gone.name())) {
      timers.startSingleTimer(gone, new Reopen(gone.name()), settings.retry().from());
    } else {
      forget(gone.name(), lastPosition);
    }
  }

  private void forget(String name, long lastPosition) {
    unopened.remove(name);
    if (name.equals(MQTT)) {
      // An application of the same name, later, must not get what this one has left.
      cursors.put(MQTT, lastPosition + 1);
      ports.store().saveCursor(log, MQTT, lastPosition + 1);
    } else {
      cursors.remove(name);
      ports.store().removeCursor(log, name);
    }
  }

  /**
   * A new subscriber starts with what comes next, and that is stored at once: it gets all from
   * there, though it may take nothing for long. MQTT has been there from the start.
   */
  private void begin(Subscription subscription, long lastPosition) {
    if (subscription instanceof Subscription.Mqtt) {
      cursors.put(MQTT, 1L);
      return;
    }
    cursors.put(subscription.name(), lastPosition + 1);
    ports.store().saveCursor(log, subscription.name(), lastPosition + 1);
  }

  private void open(Subscription subscription, long lastPosition) {
    var name = subscription.name();
    if (running.containsKey(name)) {
      return;
    }
    if (!cursors.containsKey(name)) {
      begin(subscription, lastPosition);
    }
    var cursor =
        unopened.remove(name)
            ? tail.rewind(cursors.get(name), ports.deliveries().repeatOnOpen(subscription))
            : cursors.get(name);
    var subscriber =
        context.spawnAnonymous(
            Subscriber.create(log, subscription, cursor, settings, ports, context.getSelf()));
    context.watchWith(subscriber, new SubscriberGone(name));
    running.put(name, subscriber);
  }
}
