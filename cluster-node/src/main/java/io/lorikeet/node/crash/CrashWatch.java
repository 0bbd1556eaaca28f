package io.lorikeet.node.crash;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import scala.Option;

/**
 * Removes a member whose process has ended, by its own fault or by {@code kill -9}, within a second
 * instead of after the silence and the deliberation that a member needs of which nothing is known.
 * See {@link Peer} for what counts as a proof and {@link Majority} for who may act on it; without
 * either, the failure detector and the split brain resolver do what they always do.
 */
public final class CrashWatch extends AbstractBehavior<CrashWatch.Command> {

  private static final String NAME = "crash-watch";
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Set<MemberStatus> COUNTED =
      Set.of(MemberStatus.up(), MemberStatus.leaving());

  /** What it is told. */
  public sealed interface Command {}

  /** The node of {@code from} is there. Only nodes that have such a watch are told. */
  private record Pulse(ActorRef<Command> from) implements Command, CborSerializable {}

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
    private Optional<ActorRef<Command>> watch = Optional.empty();
    private boolean lookedFor;

    void close() {
      line.ifPresent(CrashWatch::close);
    }
  }

  private final Cluster cluster;
  private final UniqueAddress self;
  private final Map<UniqueAddress, Watched> watched = new HashMap<>();

  /** From now on, until the system ends. */
  public static void start(ActorSystem<?> system) {
    system.systemActorOf(
        Behaviors.<Command>setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      timers.startTimerAtFixedRate(Beat.BEAT, Peer.PULSE);
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
    var members = members();
    forgetAllBut(members);
    members.keySet().forEach(this::connect);
    members.keySet().forEach(this::tell);
    decide(members);
    return this;
  }

  /** All but this node, and but those whose processes are expected to end. */
  private Map<UniqueAddress, Member> members() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> !member.uniqueAddress().equals(self))
        .filter(member -> !member.status().equals(MemberStatus.exiting()))
        .filter(member -> !member.status().equals(MemberStatus.down()))
        .collect(Collectors.toMap(Member::uniqueAddress, member -> member));
  }

  private void forgetAllBut(Map<UniqueAddress, Member> members) {
    watched
        .entrySet()
        .removeIf(
            entry -> {
              if (members.containsKey(entry.getKey())) {
                return false;
              }
              entry.getValue().close();
              return true;
            });
  }

  private void connect(UniqueAddress node) {
    var its = watched.computeIfAbsent(node, any -> new Watched());
    if (its.line.isEmpty()) {
      var tell = getContext().getSelf();
      its.line =
          Optional.of(
              Line.to(node.address(), (line, event) -> tell.tell(new Seen(node, line, event))));
    }
  }

  /** That this node is there. */
  private void tell(UniqueAddress node) {
    var its = watched.get(node);
    its.watch.ifPresent(watch -> watch.tell(new Pulse(getContext().getSelf())));
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
    var path = pulse.from().path();
    watched.forEach(
        (node, its) -> {
          // Of a process that has come in its place, too: then Akka removes the one before.
          if (node.address().equals(path.address())) {
            its.peer.heard(System.nanoTime());
          }
        });
    return this;
  }

  private Behavior<Command> onSeen(Seen seen) {
    var its = watched.get(seen.node());
    if (its == null || its.line.filter(line -> line == seen.line()).isEmpty()) {
      return this;
    }
    switch (seen.event()) {
      case OPEN -> its.peer.opened();
      case ENDED -> its.peer.ended();
      case REFUSED -> its.peer.refused();
      case NOT_REACHED -> its.peer.notReached();
    }
    if (seen.event() != Line.Event.OPEN) {
      its.line = Optional.empty();
    }
    if (seen.event() == Line.Event.ENDED) {
      connect(seen.node());
    }
    return this;
  }

  private void decide(Map<UniqueAddress, Member> members) {
    var now = System.nanoTime();
    var gone =
        members.values().stream()
            .filter(member -> watched.get(member.uniqueAddress()).peer.isGone(now))
            .toList();
    if (gone.isEmpty() || !COUNTED.contains(cluster.selfMember().status())) {
      return;
    }
    var majority = majority(members, now);
    if (majority.goesOn()) {
      gone.forEach(this::remove);
    } else if (majority.isGone()) {
      getContext()
          .getLog()
          .warn("the processes of most members are gone, or this node is cut off: it ends");
      cluster.manager().tell(new Down(self.address()));
    }
  }

  private Majority majority(Map<UniqueAddress, Member> members, long now) {
    var unreachable = cluster.state().getUnreachable();
    int counted = 1;
    int there = 1;
    int gone = 0;
    for (var member : members.values()) {
      if (COUNTED.contains(member.status())) {
        var peer = watched.get(member.uniqueAddress()).peer;
        counted++;
        there += peer.isThere(now) && !unreachable.contains(member) ? 1 : 0;
        gone += peer.isGone(now) && member.status().equals(MemberStatus.up()) ? 1 : 0;
      }
    }
    return new Majority(counted, there, gone);
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
