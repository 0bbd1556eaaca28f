package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.Hop;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.NetworkMeters;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * One partition of an application's log: what the application must receive, in order, and how far
 * each subscriber is. It writes what has arrived meanwhile in one go, and acknowledges a message
 * when it is durable.
 *
 * <p>What it holds in memory is bounded, whatever a subscriber leaves undelivered: the rest is read
 * again from the store.
 */
public final class ApplicationLog extends AbstractBehavior<ApplicationLog.Command> {

  public static final EntityTypeKey<Command> TYPE_KEY =
      EntityTypeKey.create(Command.class, "application-log");

  public interface Command extends CborSerializable {}

  /**
   * Store a message, once, however often it is asked for.
   *
   * @param fresh nobody has asked for it before; a log that has just started has stored it before
   *     it knows what else it holds
   */
  public record Append(ApplicationMessage message, boolean fresh, ActorRef<Appended> replyTo)
      implements Command {}

  /** The message with this id is in the log. */
  public record Appended(String id) implements CborSerializable {}

  /** Deliver to these subscribers, and to no others. */
  public record Subscribe(List<Subscription> subscriptions) implements Command {
    public Subscribe {
      subscriptions = List.copyOf(subscriptions);
    }
  }

  /** Nothing but to be there, and so to deliver what is left. */
  public record Wake() implements Command {}

  public record Stop() implements Command {}

  /**
   * A subscriber wants the entries from a position on; it hears when there are some, and of its
   * last question only.
   */
  record Fetch(long position, int limit, ActorRef<Fetched> replyTo) implements Command {}

  /**
   * @param position that was asked for
   */
  record Fetched(long position, List<LogStore.Entry> entries) {}

  private record ReadBehind(Fetch fetch, List<LogStore.Entry> entries) implements Command {}

  private record Written() implements Command {}

  private record WriteFailed(Throwable failure) implements Command {}

  private record Write() implements Command {}

  /** What the partition needs of the node it runs on. */
  public record Ports(
      LogStore store,
      Delivery.Opener deliveries,
      ActorRef<ShardingEnvelope<ApplicationCommand>> applications,
      Clock clock) {}

  private static final int MAX_STASH = 20_000;

  private final LogStore.LogId log;
  private final LogSettings settings;
  private final Ports ports;
  private final NetworkMeters meters;
  private final TimerScheduler<Command> timers;
  private final StashBuffer<Command> stash;
  private final LinkedHashMap<String, Pending> waiting = new LinkedHashMap<>();
  private final Deque<Fetch> fetching = new ArrayDeque<>();
  private final LinkedHashMap<String, Pending> writing = new LinkedHashMap<>();
  private final LogTail tail;
  private final LogSubscribers subscribers;
  private final LogStart start;
  private long lastPosition;
  private int failures;

  /** Whether subscribers can start: it knows the end of what it held, and their cursors. */
  private boolean opened;

  /** Whether it knows what it held when it started, and so what it need not store. */
  private boolean loaded;

  private boolean stopping;

  /** Of these something waits until it is loaded; what they send next waits behind it. */
  private final Set<EndDeviceId> behind = new HashSet<>();

  /** A message on its way into the store, and who waits for it: each that has asked, once. */
  private record Pending(ApplicationMessage message, Set<ActorRef<Appended>> askers) {
    private void settle() {
      askers.forEach(its -> its.tell(new Appended(message.id())));
    }
  }

  public static Behavior<Command> create(LogStore.LogId log, LogSettings settings, Ports ports) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    Behaviors.withStash(
                        MAX_STASH,
                        stash ->
                            new ApplicationLog(context, log, settings, ports, timers, stash)
                                .loading())));
  }

  private ApplicationLog(
      ActorContext<Command> context,
      LogStore.LogId log,
      LogSettings settings,
      Ports ports,
      TimerScheduler<Command> timers,
      StashBuffer<Command> stash) {
    super(context);
    this.meters = Meters.network(context.getSystem());
    this.log = log;
    this.settings = settings;
    this.ports = ports;
    this.timers = timers;
    this.stash = stash;
    this.tail = new LogTail(settings.tailEntries(), settings.recentIds());
    this.subscribers = new LogSubscribers(context, log, settings, ports, timers, tail);
    this.start = new LogStart(context, log, settings, ports.store(), timers);
  }

  // First it finds out where it stands.

  private Behavior<Command> loading() {
    start.go();
    return Behaviors.receive(Command.class)
        .onMessage(LogStart.Placed.class, this::onPlaced)
        .onMessage(LogStart.Failed.class, this::onStartFailed)
        .onMessage(
            LogStart.Again.class,
            again -> {
              start.go();
              return Behaviors.same();
            })
        .onMessage(Stop.class, stop -> Behaviors.stopped())
        .onSignal(PostStop.class, this::onStopped)
        .onAnyMessage(this::stash)
        .build();
  }

  private Behavior<Command> stash(Command command) {
    if (!stash.isFull()) {
      meters.stashed(TYPE_KEY.name()).increment();
      stash.stash(command); // beyond it is dropped: whoever sent it sends it again
    }
    return Behaviors.same();
  }

  private Behavior<Command> unstash() {
    meters.stashed(TYPE_KEY.name()).add(-stash.size());
    return stash.unstashAll(this);
  }

  private Behavior<Command> onPlaced(LogStart.Placed placed) {
    lastPosition = placed.lastPosition();
    start.placed(lastPosition);
    return unstash();
  }

  private Behavior<Command> onTailRead(LogStart.TailRead read) {
    tail.addBefore(read.entries());
    subscribers.start(read.cursors());
    opened = true;
    start.tailIsRead();
    return unstash();
  }

  private Behavior<Command> onIdsRead(LogStart.IdsRead read) {
    tail.rememberBefore(read.ids());
    loaded = true;
    behind.clear();
    return unstash();
  }

  private Behavior<Command> onStartFailed(LogStart.Failed failed) {
    failures++;
    warn("read", failed.failure());
    start.tryAgain(failures);
    return Behaviors.same();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Append.class, this::onAppend)
        .onMessage(Written.class, this::onWritten)
        .onMessage(WriteFailed.class, this::onWriteFailed)
        .onMessage(Write.class, again -> also(this::write))
        .onMessage(LogStart.TailRead.class, this::onTailRead)
        .onMessage(LogStart.IdsRead.class, this::onIdsRead)
        .onMessage(LogStart.Failed.class, this::onStartFailed)
        .onMessage(LogStart.Again.class, again -> also(start::go))
        .onMessage(Stop.class, stop -> onStop())
        .onMessage(Wake.class, wake -> this)
        .onMessage(Command.class, command -> !opened, this::stash)
        .onMessage(Fetch.class, this::onFetch)
        .onMessage(
            Subscribe.class,
            subscribe -> also(() -> subscribers.onSubscribe(subscribe, lastPosition)))
        .onMessage(
            LogSubscribers.Command.class, its -> also(() -> subscribers.on(its, lastPosition)))
        .onMessage(ReadBehind.class, this::onReadBehind)
        .onSignal(PostStop.class, this::onStopped)
        .build();
  }

  private Behavior<Command> onStopped(PostStop stopped) {
    meters.logBacklog().add(-waiting.size() - writing.size());
    meters.stashed(TYPE_KEY.name()).add(-stash.size());
    return this;
  }

  private Behavior<Command> also(Runnable step) {
    step.run();
    return this;
  }

  // Writing: one batch at a time, in order.

  private Behavior<Command> onAppend(Append command) {
    var id = command.message().id();
    if (tail.holds(id)) {
      command.replyTo().tell(new Appended(id));
      return this;
    }
    var pending = writing.getOrDefault(id, waiting.get(id));
    if (pending != null) {
      pending.askers().add(command.replyTo());
      return this;
    }
    if (!loaded && (!command.fresh() || behind.contains(command.message().device()))) {
      behind.add(command.message().device());
      return stash(command);
    }
    if (waiting.size() < settings.maxWaiting()) {
      var askers = new HashSet<ActorRef<Appended>>(2);
      askers.add(command.replyTo());
      waiting.put(id, new Pending(command.message(), askers));
      meters.logBacklog().increment();
      writeNext(); // beyond it is dropped: whoever sent it sends it again
    }
    return this;
  }

  private void writeNext() {
    if (!writing.isEmpty() || waiting.isEmpty()) {
      return;
    }
    var next = waiting.entrySet().iterator();
    while (next.hasNext() && writing.size() < LogStore.MAX_BATCH) {
      var entry = next.next();
      writing.put(entry.getKey(), entry.getValue());
      next.remove();
    }
    write();
  }

  private void write() {
    var messages = writing.values().stream().map(Pending::message).toList();
    getContext()
        .pipeToSelf(
            ports.store().append(log, lastPosition + 1, messages),
            (done, failure) -> failure == null ? new Written() : new WriteFailed(failure));
  }

  private Behavior<Command> onWritten(Written written) {
    failures = 0;
    for (var pending : writing.values()) {
      if (pending.message() instanceof ApplicationUplink uplink) {
        meters.reached(Hop.LOGGED, uplink.at(), ports.clock());
        FrameLog.logged(uplink);
      }
      lastPosition++;
      tail.add(new LogStore.Entry(lastPosition, pending.message()));
      pending.settle();
    }
    meters.logBacklog().add(-writing.size());
    trimSometimes(writing.size());
    writing.clear();
    answerFetches();
    writeNext();
    return stopping && writing.isEmpty() ? Behaviors.stopped() : this;
  }

  /** What it has been given it stores first: whoever gave it would wait long to give it again. */
  private Behavior<Command> onStop() {
    stopping = true;
    return writing.isEmpty() ? Behaviors.stopped() : this;
  }

  /** The same batch at the same place: it may have been written in spite of the failure. */
  private Behavior<Command> onWriteFailed(WriteFailed failed) {
    if (stopping) {
      return Behaviors.stopped();
    }
    failures++;
    warn("written", failed.failure());
    timers.startSingleTimer(new Write(), settings.retry().after(failures));
    return this;
  }

  private void warn(String done, Throwable failure) {
    getContext().getLog().warn("{} cannot be {}, trying again: {}", log, done, failure.toString());
  }

  private void trimSometimes(int added) {
    var every = Math.max(1, settings.maxEntries() / 16);
    if (lastPosition / every != (lastPosition - added) / every
        && lastPosition > settings.maxEntries()) {
      ports.store().trim(log, lastPosition - settings.maxEntries());
    }
  }

  // Reading: from memory near the end, else from the store.

  private Behavior<Command> onFetch(Fetch fetch) {
    fetching.removeIf(older -> older.replyTo().equals(fetch.replyTo()));
    if (fetch.position() > lastPosition) {
      fetching.add(fetch);
      return this;
    }
    var entries = tail.from(fetch.position(), fetch.limit());
    if (!entries.isEmpty()) {
      fetch.replyTo().tell(new Fetched(fetch.position(), entries));
      return this;
    }
    getContext()
        .pipeToSelf(
            ports.store().read(log, fetch.position(), fetch.limit()),
            (read, failure) -> new ReadBehind(fetch, failure == null ? read : List.of()));
    return this;
  }

  /** Nothing, when the store failed or has forgotten what was there: the subscriber asks again. */
  private Behavior<Command> onReadBehind(ReadBehind read) {
    read.fetch().replyTo().tell(new Fetched(read.fetch().position(), read.entries()));
    return this;
  }

  private void answerFetches() {
    var open = List.copyOf(fetching);
    fetching.clear();
    open.forEach(this::onFetch);
  }
}
