package io.lorikeet.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.NetworkActors;
import io.lorikeet.actors.handler.EndDevice;
import io.lorikeet.actors.multicast.MulticastGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Wakes the applications' logs when a node starts, from time to time, and soon after a member was
 * removed: what they have left to deliver is delivered even if nothing new arrives. The same with
 * devices and groups for which downlinks wait that need no uplink.
 */
final class LogWaker extends AbstractBehavior<Object> {

  static final Duration EVERY = Duration.ofSeconds(30);

  /** By then its shards have new homes; what wakes nobody yet would wait in the frames' way. */
  static final Duration AFTER_REMOVAL = Duration.ofSeconds(3);

  /** Nodes wake at different moments: one wakes the most, and the others find them awake. */
  static final Duration SPREAD = Duration.ofSeconds(2);

  /** So many are woken at once. */
  static final int PAGE = 100;

  static final Duration BETWEEN_PAGES = Duration.ofMillis(100);

  private record Walk() {}

  private record NextPage() {}

  private record Stop() {}

  private record Listed(List<Directory.Entry> page) {}

  private record NotListed(Throwable failure) {}

  /** One list of the directory, and how what stands there is woken. */
  private record Names(Directory.Kind kind, String owner, Consumer<String> wake) {}

  /** Ways to wake entities, by their keys in the directory. */
  record Alarms(Consumer<String> logs, Consumer<String> device, Consumer<String> group) {}

  private final Directory directory;
  private final RandomGenerator random;
  private final TimerScheduler<Object> timers;
  private final List<Names> lists = new ArrayList<>();

  /** Until it is known when the next walk begins. */
  private boolean walking = true;

  /** Where the walk is. */
  private int list;

  private String last = "";

  /** Somebody was removed while it walked. */
  private boolean again;

  /** Runs until closed. */
  static AutoCloseable start(ActorSystem<?> system, NetworkActors network, RandomGenerator random) {
    var alarms = new Alarms(network::wakeLogs, network::wakeDevice, network::wakeMulticastGroup);
    var waker =
        system.systemActorOf(
            Behaviors.setup(
                context -> {
                  Cluster.get(system)
                      .subscriptions()
                      .tell(Subscribe.create(context.getSelf().narrow(), MemberRemoved.class));
                  return create(network.directory(), alarms, random);
                }),
            "log-waker",
            Props.empty());
    return () -> waker.tell(new Stop());
  }

  static Behavior<Object> create(Directory directory, Alarms alarms, RandomGenerator random) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new LogWaker(context, timers, directory, alarms, random)));
  }

  private LogWaker(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      Directory directory,
      Alarms alarms,
      RandomGenerator random) {
    super(context);
    this.timers = timers;
    this.directory = directory;
    this.random = random;
    lists.add(new Names(Directory.Kind.APPLICATION, Directory.NO_OWNER, alarms.logs()));
    for (var share = 0; share < EndDevice.WAITING_SHARES; share++) {
      lists.add(new Names(Directory.Kind.WAITING, Integer.toString(share), alarms.device()));
    }
    lists.add(new Names(Directory.Kind.WAITING, MulticastGroup.WAITING, alarms.group()));
    context.getSelf().tell(new Walk());
  }

  @Override
  public Receive<Object> createReceive() {
    return newReceiveBuilder()
        .onMessage(Walk.class, walk -> onWalk())
        .onMessage(NextPage.class, next -> onNextPage())
        .onMessage(Listed.class, this::onListed)
        .onMessage(NotListed.class, this::onNotListed)
        .onMessage(MemberRemoved.class, removed -> onRemoved())
        .onMessage(Stop.class, stop -> Behaviors.stopped())
        .build();
  }

  private Behavior<Object> onRemoved() {
    if (walking) {
      again = true;
    } else {
      walkSoon();
    }
    return this;
  }

  private void walkSoon() {
    again = false;
    var later = Duration.ofMillis(random.nextLong(SPREAD.toMillis()));
    timers.startSingleTimer(new Walk(), AFTER_REMOVAL.plus(later));
  }

  private Behavior<Object> onWalk() {
    walking = true;
    list = 0;
    last = "";
    return onNextPage();
  }

  private Behavior<Object> onNextPage() {
    if (list == lists.size()) {
      walking = false;
      if (again) {
        walkSoon();
      } else {
        timers.startSingleTimer(new Walk(), EVERY);
      }
      return this;
    }
    var its = lists.get(list);
    getContext()
        .pipeToSelf(
            directory.list(its.kind(), its.owner(), last, PAGE),
            (page, failure) -> failure == null ? new Listed(page) : new NotListed(failure));
    return this;
  }

  private Behavior<Object> onListed(Listed listed) {
    var page = listed.page();
    page.forEach(entry -> lists.get(list).wake().accept(entry.key()));
    if (page.size() < PAGE) {
      return onNextList(page.isEmpty());
    }
    last = page.get(page.size() - 1).name();
    timers.startSingleTimer(new NextPage(), BETWEEN_PAGES);
    return this;
  }

  private Behavior<Object> onNotListed(NotListed failed) {
    getContext()
        .getLog()
        .warn(
            "{} cannot be listed, trying again: {}",
            lists.get(list).kind(),
            failed.failure().toString());
    return onNextList(true);
  }

  private Behavior<Object> onNextList(boolean atOnce) {
    list++;
    last = "";
    if (atOnce || list == lists.size()) {
      return onNextPage();
    }
    timers.startSingleTimer(new NextPage(), BETWEEN_PAGES);
    return this;
  }
}
