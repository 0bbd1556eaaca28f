package io.lorikeet.actors.broker;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.Hop;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.NetworkMeters;
import io.lorikeet.actors.Repeated;
import io.lorikeet.actors.Restart;
import io.lorikeet.actors.Stashed;
import io.lorikeet.actors.StopAgain;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * One DevAddr: which devices use it, and the copies of the frames that carry it. The devices on one
 * address are told apart by who signed the frame, and each of them checks that itself: the broker
 * holds no key. Where there are many, those whose counter fits are asked first.
 */
public final class DevAddrBroker
    extends EventSourcedBehaviorWithEnforcedReplies<
        DevAddrBroker.Command, DevAddrBroker.Event, DevAddrBroker.State> {

  public static final EntityTypeKey<Command> TYPE_KEY =
      EntityTypeKey.create(Command.class, "dev-addr-broker");

  /** With so many verdicts outstanding no further frame goes on. */
  static final int MAX_AWAITED = 1_000;

  /** Who is asked first does not answer while its shard moves: the frame may be another's. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  public interface Command extends CborSerializable {}

  public record HandleUplink(UplinkFrame frame) implements Command, Repeated {}

  /** The device uses this address from now on. */
  public record AddSession(DevEui devEui, ActorRef<Done> replyTo) implements Command {}

  /** The device does not use this address any more. */
  public record RemoveSession(DevEui devEui, ActorRef<Done> replyTo) implements Command {}

  /** Asks how many devices use this address. */
  public record CountDevices(ActorRef<InUse> replyTo) implements Command {}

  public record InUse(int devices) implements CborSerializable {}

  /** {@code refused}: the address has as many devices as it may. */
  public record Done(boolean refused) implements CborSerializable {}

  /** The shard moves, or nothing has come for long. */
  public record Stop() implements Command {}

  private record CloseWindow(long windowId) implements Command {}

  private record AskMore(long windowId) implements Command {}

  public sealed interface Event extends CborSerializable {}

  public record SessionAdded(DevEui devEui) implements Event {}

  public record SessionRemoved(DevEui devEui) implements Event {}

  /**
   * @param devices who uses this address; at most {@link #MAX_DEVICES}
   */
  public record State(Set<DevEui> devices) implements CborSerializable {

    static final int MAX_DEVICES = 10_000;

    public State {
      devices = Set.copyOf(devices);
    }

    State with(DevEui devEui) {
      var more = new HashSet<>(devices);
      more.add(devEui);
      return new State(more);
    }

    State without(DevEui devEui) {
      var fewer = new HashSet<>(devices);
      fewer.remove(devEui);
      return new State(fewer);
    }
  }

  private final BrokerSettings settings;
  private final Clock clock;
  private final Deduplication deduplication;
  private final NetworkMeters meters;
  private final TimerScheduler<Command> timers;
  private final ActorContext<Command> context;
  private final ActorRef<ShardingEnvelope<DeviceSessionCommand>> devices;
  private final Stashed<Command> stashed;
  private final LikelySenders likelySenders = new LikelySenders();

  /** Frames wait here until others are settled. */
  private boolean holding;

  public static Behavior<Command> create(
      DevAddr devAddr,
      BrokerSettings settings,
      Clock clock,
      ActorRef<ShardingEnvelope<DeviceSessionCommand>> devices) {
    return StopAgain.to(
        Command.class,
        new Stop(),
        Stashed.in(
            TYPE_KEY.name(),
            Command.class,
            stashed ->
                Behaviors.setup(
                    context ->
                        Behaviors.withTimers(
                            timers ->
                                new DevAddrBroker(
                                    devAddr, settings, clock, timers, context, devices,
                                    stashed)))));
  }

  private DevAddrBroker(
      DevAddr devAddr,
      BrokerSettings settings,
      Clock clock,
      TimerScheduler<Command> timers,
      ActorContext<Command> context,
      ActorRef<ShardingEnvelope<DeviceSessionCommand>> devices,
      Stashed<Command> stashed) {
    super(PersistenceId.of(TYPE_KEY.name(), devAddr.toString()), Restart.WITH_BACKOFF);
    this.settings = settings;
    this.clock = clock;
    this.timers = timers;
    this.context = context;
    this.meters = Meters.network(context.getSystem());
    this.devices = devices;
    this.stashed = stashed;
    this.deduplication = new Deduplication(settings.askAgainAfter(), settings.rememberUplinks());
  }

  @Override
  public State emptyState() {
    return new State(Set.of());
  }

  @Override
  public CommandHandlerWithReply<Command, Event, State> commandHandler() {
    // A handler builder would keep some twenty objects for each address.
    return stashed.counted(this::onCommand);
  }

  private ReplyEffect<Event, State> onCommand(State state, Command command) {
    if (command instanceof HandleUplink uplink) {
      return onUplink(state, uplink);
    }
    if (command instanceof CloseWindow close) {
      return onCloseWindow(state, close);
    }
    if (command instanceof Verdict verdict) {
      return onVerdict(state, verdict);
    }
    if (command instanceof AskMore more) {
      deduplication.unsettled(more.windowId()).ifPresent(window -> askMore(state, window));
      return Effect().noReply();
    }
    if (command instanceof Stop) {
      return onStop(state);
    }
    if (command instanceof AddSession add) {
      return onAdd(state, add);
    }
    if (command instanceof RemoveSession remove) {
      return onRemove(state, remove);
    }
    if (command instanceof CountDevices count) {
      return Effect().reply(count.replyTo(), new InUse(state.devices().size()));
    }
    throw new IllegalStateException("no command of an address: " + command);
  }

  private ReplyEffect<Event, State> onUplink(State state, HandleUplink command) {
    var frame = command.frame();
    var now = clock.instant();
    switch (deduplication.add(frame, now)) {
      case OPENED -> {
        var window = deduplication.current();
        if (!state.devices().isEmpty()) {
          meters.reached(Hop.ROUTED, window.receivedAt(), now.toEpochMilli());
        }
        closeLater(window);
      }
      case JOINED -> {}
      case ASK_AGAIN -> handOverInOrder(state, deduplication.current());
      case SETTLED ->
          frame.settle(Deduplication.further(deduplication.current().outcome().orElseThrow()));
      case REFUSED -> {
        EndLog.overloaded(frame);
        frame.settle(UplinkFrame.Outcome.OVERLOADED);
        meters.uplink(UplinkEnd.OVERLOADED);
      }
    }
    return Effect().noReply();
  }

  private void closeLater(FrameWindow window) {
    var open = settings.stillOpen(window.receivedAt(), clock.instant());
    timers.startSingleTimer(window, new CloseWindow(window.id()), open);
  }

  /** Its timers are gone with the write that failed, its windows are not. */
  @Override
  public SignalHandler<State> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              deduplication.collecting().forEach(this::closeLater);
              deduplication.asking().forEach(its -> askMoreLater(state, its));
            })
        .build();
  }

  private ReplyEffect<Event, State> onCloseWindow(State state, CloseWindow command) {
    for (var window : deduplication.closeUpTo(command.windowId(), clock.instant())) {
      if (!state.devices().isEmpty()) {
        meters.reached(Hop.COLLECTED, window.receivedAt(), clock);
      }
      if (!window.isAsked()) {
        handOverInOrder(state, window);
      }
    }
    return Effect().noReply();
  }

  /** A counter that comes late is taken for a replay. */
  private void handOverInOrder(State state, FrameWindow window) {
    deduplication.inOrder(window, clock.instant()).forEach(its -> handOver(state, its));
  }

  private void handOver(State state, FrameWindow window) {
    if (state.devices().isEmpty()) {
      deduplication.settle(window, UplinkEnd.UNKNOWN_DEV_ADDR, clock.instant());
      meters.uplink(UplinkEnd.UNKNOWN_DEV_ADDR);
    } else if (window.isAsked()) {
      tell(window, window.open());
    } else if (!holding && hasRoom(state)) {
      ask(state, window);
    } else {
      holding = true;
      askHeld(state);
    }
  }

  /** With many devices on the address each frame is many questions: some frames wait here. */
  private boolean hasRoom(State state) {
    return !isCrowded(state) || deduplication.awaited() < MAX_AWAITED;
  }

  private static boolean isCrowded(State state) {
    return state.devices().size() >= LikelySenders.WORTHWHILE;
  }

  private void ask(State state, FrameWindow window) {
    int fCnt = isCrowded(state) ? window.fCnt16() : 0;
    var next = likelySenders.next(fCnt, state.devices(), window.asked());
    window.ask(next);
    tell(window, next);
    askMoreLater(state, window);
  }

  private void askMoreLater(State state, FrameWindow window) {
    if (window.asked().size() < state.devices().size()) {
      timers.startSingleTimer(new AskMore(window.id()), PATIENCE);
    }
  }

  private void askMore(State state, FrameWindow window) {
    if (hasRoom(state)) {
      ask(state, window);
    } else {
      askMoreLater(state, window);
    }
  }

  private void tell(FrameWindow window, Set<DevEui> asked) {
    var uplink = window.uplink();
    var older = deduplication.awaitedBefore(window);
    ActorRef<Verdict> self = context.getSelf().narrow();
    for (var devEui : asked) {
      var after = Deduplication.firstOpen(older, devEui);
      var question = new DeviceSessionCommand.HandleUplink(window.id(), uplink, after, self);
      devices.tell(new ShardingEnvelope<>(devEui.toString(), question));
    }
  }

  private void askHeld(State state) {
    for (var window : deduplication.unasked()) {
      if (!hasRoom(state)) {
        return;
      }
      ask(state, window);
    }
    holding = false;
  }

  /**
   * Whatever copies are here go on at once: the next window for their frame would be opened when
   * connections hand them over again, too late for an answer.
   */
  private ReplyEffect<Event, State> onStop(State state) {
    deduplication.closeAll(clock.instant()).forEach(window -> handOverInOrder(state, window));
    return Effect().stop().thenNoReply();
  }

  private ReplyEffect<Event, State> onVerdict(State state, Verdict verdict) {
    var window = deduplication.unsettled(verdict.windowId());
    if (isCrowded(state) && Deduplication.isOwners(verdict.outcome())) {
      window.ifPresent(its -> likelySenders.learn(verdict.devEui(), its.fCnt16(), state.devices()));
    }
    switch (deduplication.judge(verdict, clock.instant())) {
      case SETTLED -> onSettled(state, verdict.end());
      case DENIED -> window.ifPresent(its -> onDenied(state, its, verdict.end()));
      case OPEN -> {}
    }
    return Effect().noReply();
  }

  private void onSettled(State state, UplinkEnd end) {
    meters.uplink(end);
    if (holding) {
      askHeld(state);
    }
  }

  /** By all who were asked so far. */
  private void onDenied(State state, FrameWindow window, UplinkEnd end) {
    ask(state, window);
    if (window.open().isEmpty()) {
      deduplication.settle(window, end, clock.instant());
      onSettled(state, end);
    }
  }

  private ReplyEffect<Event, State> onAdd(State state, AddSession command) {
    boolean known = state.devices().contains(command.devEui());
    boolean full = !known && state.devices().size() >= State.MAX_DEVICES;
    if (known || full) {
      return Effect().reply(command.replyTo(), new Done(full));
    }
    return Effect()
        .persist(new SessionAdded(command.devEui()))
        .thenReply(command.replyTo(), added -> new Done(false));
  }

  private ReplyEffect<Event, State> onRemove(State state, RemoveSession command) {
    if (!state.devices().contains(command.devEui())) {
      return Effect().reply(command.replyTo(), new Done(false));
    }
    return Effect()
        .persist(new SessionRemoved(command.devEui()))
        .thenReply(command.replyTo(), removed -> new Done(false));
  }

  @Override
  public EventHandler<State, Event> eventHandler() {
    return DevAddrBroker::onEvent;
  }

  private static State onEvent(State state, Event event) {
    return event instanceof SessionAdded added
        ? state.with(added.devEui())
        : state.without(((SessionRemoved) event).devEui());
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(100, 2).withDeleteEventsOnSnapshot();
  }
}
