package io.lorikeet.node.crash;

import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.RootActorPath;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.remote.RemoteActorRefProvider;
import io.lorikeet.actors.CborSerializable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import scala.Option;

/**
 * Removes a member whose process has ended, by its own fault or by {@code kill -9}, within a second
 * instead of after the silence and the deliberation that a member needs of which nothing is known.
 * See {@link Peer} for what counts as a proof and {@link Jury} for who acts on it; without either,
 * the failure detector and the split brain resolver do what they always do.
 */
public final class CrashWatch extends AbstractBehavior<CrashWatch.Command> {

  private static final String NAME = "crash-watch";
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * A node that sees most members gone ends itself after it: before others take over what it does,
   * 2.1 s after the last that they have heard of it, and not for less than that.
   */
  private static final Duration ALONE = Duration.ofMillis(1200);

  /** Beats so far apart: this node was halted itself, and what others said has yet to be read. */
  private static final long LATE_NANOS = Peer.PULSE.multipliedBy(2).toNanos();

  /** By then a firewall may have forgotten a connection on which nothing is said. */
  private static final long RENEWAL_NANOS = Duration.ofMinutes(5).toNanos();

  /** What it is told. */
  public sealed interface Command {}

  /** A process of a node, as JSON and CBOR know it. */
  private record Incarnation(Address address, long uid) {
    private static Incarnation of(UniqueAddress node) {
      return new Incarnation(node.address(), node.longUid());
    }
  }

  /**
   * The node of {@code from} is there. Only nodes that have such a watch are told.
   *
   * @param gone whose processes it sees gone
   */
  private record Pulse(ActorRef<Command> from, List<Incarnation> gone)
      implements Command, CborSerializable {

    private Pulse {
      gone = gone == null ? List.of() : List.copyOf(gone);
    }
  }

  /** Empty: it has none, or has not answered. */
  private record Found(UniqueAddress node, Optional<ActorRef<Command>> watch) implements Command {}

  private record Seen(UniqueAddress node, Line line, Line.Event event) implements Command {}

  private enum Beat implements Command {
    BEAT
  }

  /** A member, what is known of its process, and the connection to it if there is one. */
  private static final class Watched {
    private final Peer peer = new Peer();
    private Optional<Line> line = Optional.empty();
    private long lineNanos;
    private Optional<ActorRef<Command>> watch = Optional.empty();
    private boolean lookedFor;
    private Set<Incarnation> seesGone = Set.of();

    void close() {
      line.ifPresent(CrashWatch::close);
      line = Optional.empty();
    }
  }

  private final Cluster cluster;
  private final UniqueAddress self;

  /** All members but this one, and but those whose processes are expected to end. */
  private final Map<UniqueAddress, Watched> watched = new HashMap<>();

  private long beatNanos = System.nanoTime();

  /** Before the last beat. */
  private boolean halted;

  /** From now on, until the system ends. */
  public static void start(ActorSystem<?> system) {
    system.systemActorOf(
        Behaviors.<Command>setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      timers.startTimerWithFixedDelay(Beat.BEAT, Peer.PULSE);
                      return new CrashWatch(context);
                    })),
        NAME,
        // Must not wait behind the work of a busy node.
        DispatcherSelector.fromConfig("akka.actor.internal-dispatcher"));
  }

  private CrashWatch(ActorContext<Command> context) {
    super(context);
    context.setLoggerName(CrashWatch.class);
    this.cluster = Cluster.get(context.getSystem());
    this.self = cluster.selfMember().uniqueAddress();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Beat.class, this::onBeat)
        .onMessage(Pulse.class, this::onPulse)
        .onMessage(Seen.class, this::onSeen)
        .onMessage(Found.class, this::onFound)
        .onSignal(PostStop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onBeat(Beat beat) {
    var now = System.nanoTime();
    halted = now - beatNanos > LATE_NANOS;
    beatNanos = now;
    var members = members();
    forgetAllBut(members.keySet());
    members.keySet().forEach(node -> connect(node, now));
    var pulse = new Pulse(getContext().getSelf(), halted ? List.of() : List.copyOf(gone(now)));
    members.keySet().forEach(node -> tell(node, pulse));
    decide(members, now);
    return this;
  }

  private Map<UniqueAddress, Member> members() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> !member.uniqueAddress().equals(self))
        .filter(member -> !member.status().equals(MemberStatus.exiting()))
        .filter(member -> !member.status().equals(MemberStatus.down()))
        .collect(Collectors.toMap(Member::uniqueAddress, member -> member));
  }

  private void forgetAllBut(Set<UniqueAddress> members) {
    watched
        .entrySet()
        .removeIf(
            entry -> {
              if (members.contains(entry.getKey())) {
                return false;
              }
              entry.getValue().close();
              return true;
            });
  }

  /** One try a beat, and a new connection now and then. */
  private void connect(UniqueAddress node, long now) {
    var its = watched.computeIfAbsent(node, any -> new Watched());
    if (its.line.isPresent() && now - its.lineNanos > RENEWAL_NANOS) {
      its.close();
      its.peer.notReached();
    }
    if (its.line.isEmpty()) {
      var tell = getContext().getSelf();
      its.lineNanos = now;
      its.line =
          Optional.of(
              Line.to(node.address(), (line, event) -> tell.tell(new Seen(node, line, event))));
    }
  }

  private Behavior<Command> onSeen(Seen seen) {
    var its = watched.get(seen.node());
    if (its == null || its.line.filter(line -> line == seen.line()).isEmpty()) {
      return this;
    }
    switch (seen.event()) {
      case OPEN -> its.peer.opened();
      case ENDED -> its.peer.ended(System.nanoTime());
      case REFUSED -> its.peer.refused();
      case NOT_REACHED -> its.peer.notReached();
    }
    if (seen.event() != Line.Event.OPEN) {
      its.line = Optional.empty();
    }
    return this;
  }

  private void tell(UniqueAddress node, Pulse pulse) {
    var its = watched.get(node);
    its.watch.ifPresent(watch -> watch.tell(pulse));
    if (its.watch.isEmpty() && !its.lookedFor) {
      its.lookedFor = true;
      getContext()
          .pipeToSelf(
              Adapter.toClassic(getContext().getSystem())
                  .actorSelection(RootActorPath.apply(node.address(), "/") + "system/" + NAME)
                  .resolveOne(PATIENCE),
              (watch, none) ->
                  new Found(node, Optional.ofNullable(watch).map(Adapter::<Command>toTyped)));
    }
  }

  private Behavior<Command> onFound(Found found) {
    var its = watched.get(found.node());
    if (its != null) {
      its.watch = found.watch();
      its.lookedFor = false;
    }
    return this;
  }

  private Behavior<Command> onPulse(Pulse pulse) {
    var from = pulse.from().path().address();
    var now = System.nanoTime();
    watched.forEach(
        (node, its) -> {
          // Of a process that has come in its place, too: then Akka removes the one before.
          if (node.address().equals(from)) {
            its.peer.heard(now);
            // One that has just come is known soon: enough that either finds the other.
            its.watch = its.watch.or(() -> Optional.of(pulse.from()));
            its.seesGone = Set.copyOf(pulse.gone());
          }
        });
    if (!pulse.gone().isEmpty()) {
      decide(members(), now);
    }
    return this;
  }

  /** Whose processes this node sees gone. */
  private Set<Incarnation> gone(long now) {
    return watched.entrySet().stream()
        .filter(entry -> entry.getValue().peer.isGone(now))
        .map(entry -> Incarnation.of(entry.getKey()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void decide(Map<UniqueAddress, Member> members, long now) {
    var gone = gone(now);
    if (gone.isEmpty() || !counts(cluster.selfMember())) {
      return;
    }
    int counted = 1 + (int) members.values().stream().filter(CrashWatch::counts).count();
    if (Jury.isAlone(counted, longGone(members, now))) {
      getContext()
          .getLog()
          .warn("the processes of most members are gone, or this node is cut off: it ends");
      cluster.manager().tell(new Down(self.address()));
    } else if (isUp(cluster.selfMember()) && !halted && now - beatNanos <= LATE_NANOS) {
      var convicted = Jury.convicted(counted, gone, seenByOthers(members, now));
      members.values().stream()
          .filter(member -> convicted.contains(Incarnation.of(member.uniqueAddress())))
          .forEach(this::remove);
    }
  }

  /** As the split brain resolver counts. */
  private static boolean counts(Member member) {
    return isUp(member) || member.status().equals(MemberStatus.leaving());
  }

  private static boolean isUp(Member member) {
    return member.status().equals(MemberStatus.up());
  }

  /** One that is about to leave has no say: nobody counts it as gone when its process has ended. */
  private List<Set<Incarnation>> seenByOthers(Map<UniqueAddress, Member> members, long now) {
    var unreachable = cluster.state().getUnreachable();
    return members.values().stream()
        .filter(member -> isUp(member) && !unreachable.contains(member))
        .map(member -> watched.get(member.uniqueAddress()))
        .filter(its -> its != null && its.peer.isThere(now))
        .map(its -> its.seesGone)
        .toList();
  }

  private int longGone(Map<UniqueAddress, Member> members, long now) {
    return (int)
        members.values().stream()
            .filter(CrashWatch::isUp)
            .map(member -> watched.get(member.uniqueAddress()))
            .filter(its -> its != null && its.peer.isGone(now, ALONE))
            .count();
  }

  private void remove(Member member) {
    getContext()
        .getLog()
        .warn(
            "the process of {} is gone: its connections have ended and nobody listens at its port;"
                + " it is removed from the cluster",
            member.address());
    var system = (ExtendedActorSystem) Adapter.toClassic(getContext().getSystem());
    // A member that counts as reachable is not removed, and Akka would notice only later.
    ((RemoteActorRefProvider) system.provider())
        .quarantine(
            member.address(),
            Option.apply(member.uniqueAddress().longUid()),
            "its process is gone");
    cluster.manager().tell(new Down(member.address()));
  }

  private Behavior<Command> onStop(PostStop signal) {
    watched.values().forEach(Watched::close);
    return this;
  }

  private static void close(Line line) {
    try {
      line.close();
    } catch (IOException e) {
      // It ends by itself when the other process does.
    }
  }
}
