package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Delivers one partition's messages to one subscriber, in order, from its cursor on. The cursor
 * moves over what is delivered without a gap; after a failure everything from the cursor on is
 * delivered again, after a pause that grows.
 */
final class Subscriber extends AbstractBehavior<Subscriber.Command> {

  sealed interface Command {}

  private record Arrived(long position, List<LogStore.Entry> entries) implements Command {}

  private record Delivered(long generation, long position, Delivery.Result result)
      implements Command {}

  private record Failed(long generation, long position, Throwable failure) implements Command {}

  private record TryAgain() implements Command {}

  private record SaveCursor() implements Command {}

  /** Enough to keep a pipeline filled, little enough to hold for many subscribers. */
  private static final int FETCH = 256;

  private static final long MARK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MARKS = 60;

  private final LogStore.LogId log;
  private final Subscription subscription;
  private final LogSettings settings;
  private final LogStore store;
  private final Delivery delivery;
  private final TimerScheduler<Command> timers;
  private final ActorRef<ApplicationLog.Command> entries;
  private final ActorRef<ApplicationLog.Fetched> arrived;
  private final Deque<LogStore.Entry> ready = new ArrayDeque<>();
  private final TreeSet<Long> underWay = new TreeSet<>();
  private long cursor;
  private long savedCursor;
  private long nextFetch;
  private long fetchedFrom;
  private boolean fetching;
  private boolean resting;
  private boolean paused;
  private boolean saving;

  /** Counts the starts from the cursor: an answer to an earlier one is void. */
  private long generation;

  private int failures;
  private boolean wentBack;

  private record Mark(long nanos, long cursor) {}

  /** Where the cursor was, a mark a second at most, for as long as somebody may forget. */
  private final Deque<Mark> marks = new ArrayDeque<>();

  static Behavior<Command> create(
      LogStore.LogId log,
      Subscription subscription,
      long cursor,
      LogSettings settings,
      ApplicationLog.Ports ports,
      ActorRef<ApplicationLog.Command> entries) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Subscriber(
                        context, log, subscription, cursor, settings, ports, timers, entries)));
  }

  private Subscriber(
      ActorContext<Command> context,
      LogStore.LogId log,
      Subscription subscription,
      long cursor,
      LogSettings settings,
      ApplicationLog.Ports ports,
      TimerScheduler<Command> timers,
      ActorRef<ApplicationLog.Command> entries) {
    super(context);
    this.log = log;
    this.subscription = subscription;
    this.cursor = cursor;
    this.savedCursor = cursor;
    this.nextFetch = cursor;
    this.settings = settings;
    this.store = ports.store();
    this.delivery = ports.deliveries().open(log, subscription);
    this.timers = timers;
    this.entries = entries;
    this.arrived =
        context.messageAdapter(
            ApplicationLog.Fetched.class,
            fetched -> new Arrived(fetched.position(), fetched.entries()));
    fetch();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Arrived.class, this::onArrived)
        .onMessage(Delivered.class, this::onDelivered)
        .onMessage(Failed.class, this::onFailed)
        .onMessage(TryAgain.class, this::onTryAgain)
        .onMessage(SaveCursor.class, this::onSaveCursor)
        .onSignal(PostStop.class, this::onStop)
        .build();
  }

  private void fetch() {
    if (!fetching && ready.size() < FETCH / 2) {
      fetching = true;
      fetchedFrom = nextFetch;
      entries.tell(new ApplicationLog.Fetch(nextFetch, FETCH, arrived));
    }
  }

  private Behavior<Command> onArrived(Arrived message) {
    if (!fetching || message.position() != fetchedFrom) {
      return this; // it has gone back to its cursor meanwhile, and asked again
    }
    fetching = false;
    if (message.entries().isEmpty()) {
      // The store failed, or everything there has expired: look again in a while.
      timers.startSingleTimer(new TryAgain(), pauseAfter(++failures));
      return this;
    }
    ready.addAll(message.entries());
    nextFetch = message.entries().get(message.entries().size() - 1).position() + 1;
    deliver();
    return this;
  }

  private void deliver() {
    if (resting || paused) {
      return;
    }
    while (!ready.isEmpty() && underWay.size() < delivery.maxInFlight()) {
      var entry = ready.poll();
      underWay.add(entry.position());
      var current = generation;
      getContext()
          .pipeToSelf(
              hand(entry),
              (result, failure) ->
                  failure == null
                      ? new Delivered(current, entry.position(), result)
                      : new Failed(current, entry.position(), failure));
    }
    fetch();
  }

  /** An exception is no better than a failed stage. */
  private CompletionStage<Delivery.Result> hand(LogStore.Entry entry) {
    try {
      return delivery.deliver(entry);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Behavior<Command> onDelivered(Delivered message) {
    if (message.generation() != generation) {
      return this;
    }
    if (message.result() == Delivery.Result.PAUSED) {
      getContext().getLog().info("{} has paused {}", subscription, log);
      paused = true;
      return this;
    }
    failures = 0;
    wentBack = false;
    underWay.remove(message.position());
    mark();
    cursor = firstOpen();
    saveSoon();
    deliver();
    return this;
  }

  private void mark() {
    long now = System.nanoTime();
    if (marks.isEmpty() || now - marks.getLast().nanos() > MARK_NANOS) {
      marks.add(new Mark(now, cursor));
    }
    if (marks.size() > MARKS) {
      marks.remove();
    }
  }

  /** Once for failures in a row: the subscriber may have forgotten something. */
  private void goBack(Throwable failure) {
    long repeat = delivery.repeatAfter(failure).toNanos();
    if (repeat == 0 || wentBack || marks.isEmpty()) {
      return;
    }
    wentBack = true;
    long since = marks.getLast().nanos() - repeat - MARK_NANOS;
    marks.removeIf(mark -> mark.nanos() < since);
    cursor = Math.min(cursor, marks.getFirst().cursor());
    marks.clear();
  }

  private long firstOpen() {
    if (!underWay.isEmpty()) {
      return underWay.first();
    }
    return ready.isEmpty() ? nextFetch : ready.peek().position();
  }

  private Behavior<Command> onFailed(Failed message) {
    if (message.generation() != generation) {
      return this;
    }
    generation++;
    failures++;
    ready.clear();
    underWay.clear();
    goBack(message.failure());
    nextFetch = cursor;
    fetching = false; // what it waits for may never come; what failed is there
    resting = true;
    getContext()
        .getLog()
        .debug(
            "{} of {} failed at {}: {}", subscription, log, cursor, message.failure().toString());
    timers.startSingleTimer(new TryAgain(), pauseAfter(failures));
    return this;
  }

  private Behavior<Command> onTryAgain(TryAgain again) {
    resting = false;
    deliver();
    return this;
  }

  private Duration pauseAfter(int failuresInARow) {
    var pause = settings.retry().after(failuresInARow);
    return pause.compareTo(delivery.longestPause()) < 0 ? pause : delivery.longestPause();
  }

  private void saveSoon() {
    if (!saving) {
      saving = true;
      timers.startSingleTimer(new SaveCursor(), settings.saveCursorEvery());
    }
  }

  private Behavior<Command> onSaveCursor(SaveCursor save) {
    saving = false;
    saveCursor();
    return this;
  }

  private void saveCursor() {
    if (cursor > savedCursor) {
      savedCursor = cursor;
      entries.tell(new LogSubscribers.CursorAt(subscription.name(), cursor));
      store.saveCursor(log, subscription.name(), cursor);
    }
  }

  private Behavior<Command> onStop(PostStop stopped) {
    saveCursor();
    delivery.close();
    return this;
  }
}
