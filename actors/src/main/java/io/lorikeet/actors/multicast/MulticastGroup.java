package io.lorikeet.actors.multicast;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
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
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Restart;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.ClassBc.ChosenGateway;
import io.lorikeet.actors.multicast.MulticastCommand.AddMember;
import io.lorikeet.actors.multicast.MulticastCommand.Change;
import io.lorikeet.actors.multicast.MulticastCommand.Create;
import io.lorikeet.actors.multicast.MulticastCommand.GatewayOutcome;
import io.lorikeet.actors.multicast.MulticastCommand.GetGroup;
import io.lorikeet.actors.multicast.MulticastCommand.Member;
import io.lorikeet.actors.multicast.MulticastCommand.QueueMulticast;
import io.lorikeet.actors.multicast.MulticastCommand.Queued;
import io.lorikeet.actors.multicast.MulticastCommand.Reason;
import io.lorikeet.actors.multicast.MulticastCommand.Rejected;
import io.lorikeet.actors.multicast.MulticastCommand.Remove;
import io.lorikeet.actors.multicast.MulticastCommand.RemoveMember;
import io.lorikeet.actors.multicast.MulticastCommand.Removed;
import io.lorikeet.actors.multicast.MulticastCommand.Reply;
import io.lorikeet.actors.multicast.MulticastCommand.SentMulticast;
import io.lorikeet.actors.multicast.MulticastCommand.SkipCounters;
import io.lorikeet.actors.multicast.MulticastCommand.Wake;
import io.lorikeet.actors.multicast.MulticastEvent.GroupRemoved;
import io.lorikeet.actors.multicast.MulticastEvent.GroupSet;
import io.lorikeet.actors.multicast.MulticastEvent.MemberAdded;
import io.lorikeet.actors.multicast.MulticastEvent.MemberRemoved;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastDone;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastQueued;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastTaken;
import io.lorikeet.actors.multicast.MulticastWork.GatewaySilent;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.LastReceptions;
import io.lorikeet.actors.networkserver.NetworkServerSettings.Unprompted;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.protocol.frame.FrameCounter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A group of devices that hear the same downlinks, sharded by its name. Its counter is stored as
 * used before a frame exists. One downlink is on its way at a time; after a crash its frame goes to
 * the same gateways again, and a device that has heard it knows it by its counter.
 */
public final class MulticastGroup
    extends EventSourcedBehaviorWithEnforcedReplies<
        MulticastCommand, MulticastEvent, MulticastState> {

  /** Part of every persistence id: a change orphans all stored groups. */
  public static final EntityTypeKey<MulticastCommand> TYPE_KEY =
      EntityTypeKey.create(MulticastCommand.class, "multicast-group");

  /** Under which groups with something that waits stand in the {@link Directory}. */
  public static final String WAITING = "multicast";

  private static final int SNAPSHOT_EVERY = 100;
  private static final Duration ASK_DEVICES_WITHIN = Duration.ofSeconds(3);
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(30);
  private static final Duration UNLIST_AFTER = Duration.ofMinutes(1);

  /** How long before its moment a downlink is made. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** The entities it talks to, and what it must not make up itself. */
  public record Neighbours(
      ActorRef<ShardingEnvelope<DeviceSessionCommand>> sessions,
      ActorRef<ShardingEnvelope<GatewayCommand>> gateways,
      Directory directory,
      Clock clock) {}

  private record FromGateway(GatewayCommand.Scheduled scheduled) implements MulticastCommand {}

  private record GatewaysFound(List<ChosenGateway> gateways) implements MulticastCommand {}

  private record Listed(QueueMulticast command, boolean failed) implements MulticastCommand {}

  private record SendDue() implements MulticastCommand {}

  private record Unlist() implements MulticastCommand {}

  private record Unlisted() implements MulticastCommand {}

  private final MulticastGroupId id;
  private final Neighbours neighbours;
  private final MulticastWork work;
  private final MulticastSender sender;
  private boolean listed;
  private boolean looking;
  private Instant notBefore = Instant.EPOCH;

  public static Behavior<MulticastCommand> create(
      MulticastGroupId id, Unprompted unprompted, Neighbours neighbours) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new MulticastGroup(id, unprompted, neighbours, context, timers)));
  }

  private MulticastGroup(
      MulticastGroupId id,
      Unprompted unprompted,
      Neighbours neighbours,
      ActorContext<MulticastCommand> context,
      TimerScheduler<MulticastCommand> timers) {
    super(PersistenceId.of(TYPE_KEY.name(), id.entityId()), Restart.WITH_BACKOFF);
    this.id = id;
    this.neighbours = neighbours;
    this.work =
        new MulticastWork(
            unprompted,
            context,
            timers,
            neighbours.gateways(),
            context.messageAdapter(GatewayCommand.Scheduled.class, FromGateway::new));
    this.sender = new MulticastSender(work);
  }

  @Override
  public MulticastState emptyState() {
    return MulticastState.EMPTY;
  }

  @Override
  public CommandHandlerWithReply<MulticastCommand, MulticastEvent, MulticastState>
      commandHandler() {
    return this::onCommand;
  }

  private ReplyEffect<MulticastEvent, MulticastState> onCommand(
      MulticastState state, MulticastCommand command) {
    if (command instanceof FromGateway message) {
      return finish(state, sender.onScheduled(message.scheduled(), now()));
    }
    if (command instanceof GatewaySilent silent) {
      return finish(state, sender.onSilence(silent.requestId(), now()));
    }
    if (command instanceof GatewaysFound found) {
      return onGatewaysFound(state, found);
    }
    if (command instanceof SendDue || command instanceof Wake) {
      listed |= command instanceof Wake;
      return goOn(state);
    }
    if (command instanceof Unlist) {
      return onUnlist(state);
    }
    if (command instanceof Unlisted) {
      return Effect().noReply();
    }
    if (command instanceof SkipCounters skip) {
      return Effect()
          .persist(new MulticastEvent.MulticastCountersSkipped(skip.by()))
          .thenReply(skip.replyTo(), skipped -> Done.getInstance());
    }
    return onRequest(state, command);
  }

  private ReplyEffect<MulticastEvent, MulticastState> onRequest(
      MulticastState state, MulticastCommand command) {
    if (command instanceof Create create) {
      return onCreate(state, create);
    }
    if (command instanceof Change change) {
      return state.settings().isEmpty()
          ? notFound(change.replyTo())
          : set(change.settings(), change.replyTo());
    }
    if (command instanceof Remove remove) {
      return onRemove(state, remove);
    }
    if (command instanceof GetGroup get) {
      return state.settings().isEmpty()
          ? notFound(get.replyTo())
          : Effect().reply(get.replyTo(), state.details());
    }
    if (command instanceof AddMember add) {
      return onAddMember(state, add);
    }
    if (command instanceof RemoveMember remove) {
      return onRemoveMember(state, remove);
    }
    if (command instanceof QueueMulticast queue) {
      return onQueue(state, queue);
    }
    if (command instanceof Listed done) {
      return onListed(state, done);
    }
    throw new IllegalStateException("no command of a group: " + command);
  }

  private ReplyEffect<MulticastEvent, MulticastState> reject(
      ActorRef<Reply> replyTo, Reason reason, String detail) {
    return Effect().reply(replyTo, new Rejected(reason, detail));
  }

  private ReplyEffect<MulticastEvent, MulticastState> notFound(ActorRef<Reply> replyTo) {
    return reject(replyTo, Reason.NOT_FOUND, "no such multicast group: " + id);
  }

  private ReplyEffect<MulticastEvent, MulticastState> onCreate(
      MulticastState state, Create command) {
    if (state.settings().isEmpty()) {
      return set(command.settings(), command.replyTo());
    }
    return state.settings().get().equals(command.settings())
        ? Effect().reply(command.replyTo(), state.details()) // sent again
        : reject(command.replyTo(), Reason.ALREADY_EXISTS, "there is a group " + id + " already");
  }

  private ReplyEffect<MulticastEvent, MulticastState> set(
      MulticastSettings settings, ActorRef<Reply> replyTo) {
    return Effect()
        .persist(new GroupSet(settings))
        .thenRun(
            after -> {
              if (after.underWay().isEmpty()) {
                sender.forget();
              }
            })
        .thenReply(replyTo, MulticastState::details);
  }

  private ReplyEffect<MulticastEvent, MulticastState> onRemove(
      MulticastState state, Remove command) {
    return state.settings().isEmpty()
        ? notFound(command.replyTo())
        : Effect()
            .persist(new GroupRemoved())
            .thenRun(after -> sender.forget())
            .thenReply(command.replyTo(), after -> new Removed());
  }

  private ReplyEffect<MulticastEvent, MulticastState> onAddMember(
      MulticastState state, AddMember command) {
    if (state.settings().isEmpty()) {
      return notFound(command.replyTo());
    }
    if (state.members().contains(command.member())) {
      return Effect().reply(command.replyTo(), state.details());
    }
    return state.members().size() >= MulticastState.MAX_MEMBERS
        ? reject(
            command.replyTo(),
            Reason.FULL,
            "the group has " + MulticastState.MAX_MEMBERS + " devices, its limit")
        : Effect()
            .persist(new MemberAdded(command.member()))
            .thenReply(command.replyTo(), MulticastState::details);
  }

  private ReplyEffect<MulticastEvent, MulticastState> onRemoveMember(
      MulticastState state, RemoveMember command) {
    if (state.settings().isEmpty()) {
      return notFound(command.replyTo());
    }
    boolean has =
        state.members().stream().anyMatch(its -> its.deviceId().equals(command.deviceId()));
    return has
        ? Effect()
            .persist(new MemberRemoved(command.deviceId()))
            .thenReply(command.replyTo(), MulticastState::details)
        : reject(
            command.replyTo(), Reason.NOT_FOUND, "no device " + command.deviceId() + " in " + id);
  }

  private ReplyEffect<MulticastEvent, MulticastState> onQueue(
      MulticastState state, QueueMulticast command) {
    if (state.settings().isEmpty()) {
      return notFound(command.replyTo());
    }
    var message = command.message();
    if (state.waiting().stream().anyMatch(its -> its.downlinkId().equals(message.downlinkId()))) {
      return Effect().reply(command.replyTo(), new Queued(message.downlinkId())); // sent again
    }
    var channel = state.settings().get().channel();
    int largest = MulticastSender.maxPayload(work.region(channel), channel);
    if (message.payload().size() > largest) {
      return reject(
          command.replyTo(),
          Reason.PAYLOAD_TOO_LARGE,
          message.payload().size() + " bytes (expected: at most " + largest + ")");
    }
    if (state.waiting().size() >= MulticastState.MAX_WAITING) {
      return reject(
          command.replyTo(),
          Reason.FULL,
          "the queue holds " + MulticastState.MAX_WAITING + " downlinks, its limit");
    }
    if (!listed) {
      work.context()
          .pipeToSelf(change(true), (done, failure) -> new Listed(command, failure != null));
      return Effect().noReply();
    }
    return Effect()
        .persist(new MulticastQueued(message))
        .thenRun(after -> work.context().getSelf().tell(new SendDue()))
        .thenReply(command.replyTo(), after -> new Queued(message.downlinkId()));
  }

  private ReplyEffect<MulticastEvent, MulticastState> onListed(MulticastState state, Listed done) {
    if (done.failed()) {
      return reject(
          done.command().replyTo(), Reason.UNAVAILABLE, "the store does not answer, try again");
    }
    listed = true;
    return onQueue(state, done.command());
  }

  private CompletionStage<Done> change(boolean add) {
    var entity = id.entityId();
    return add
        ? neighbours
            .directory()
            .add(Directory.Kind.WAITING, WAITING, new Directory.Entry(entity, entity))
        : neighbours.directory().remove(Directory.Kind.WAITING, WAITING, entity);
  }

  private ReplyEffect<MulticastEvent, MulticastState> onUnlist(MulticastState state) {
    if (listed && state.waiting().isEmpty()) {
      listed = false;
      work.context().pipeToSelf(change(false), (done, failure) -> new Unlisted());
    }
    return Effect().noReply();
  }

  /**
   * Takes the next downlink, when it is time; what is under way since before a crash goes again.
   */
  private ReplyEffect<MulticastEvent, MulticastState> goOn(MulticastState state) {
    if (state.settings().isEmpty() || sender.busy() || looking) {
      return Effect().noReply();
    }
    if (state.next().isEmpty()) {
      if (listed) {
        work.timers().startSingleTimer(Unlist.class, new Unlist(), UNLIST_AFTER);
      }
      return Effect().noReply();
    }
    var message = state.next().get();
    if (state.underWay().isPresent()) {
      return finish(
          state, sender.start(state.settings().get(), state.underWay().get(), message, now()));
    }
    var due = message.absoluteTime().map(at -> at.minus(AHEAD)).orElse(Instant.EPOCH);
    var from = due.isBefore(notBefore) ? notBefore : due;
    if (from.isAfter(now())) {
      work.timers().startSingleTimer(SendDue.class, new SendDue(), Duration.between(now(), from));
      return Effect().noReply();
    }
    looking = true;
    work.context()
        .pipeToSelf(
            gateways(state),
            (found, failure) -> new GatewaysFound(failure == null ? found : List.of()));
    return Effect().noReply();
  }

  private CompletionStage<List<ChosenGateway>> gateways(MulticastState state) {
    var settings = state.settings().orElseThrow();
    if (!settings.gateways().isEmpty()) {
      return CompletableFuture.completedStage(settings.gateways());
    }
    boolean gps = settings.channel().deviceClass() == DeviceClass.B;
    CompletionStage<List<List<Reception>>> all =
        CompletableFuture.completedStage(new ArrayList<>());
    for (var member : state.members()) {
      all =
          all.thenCombine(
              receptions(member),
              (heard, one) -> {
                heard.add(one);
                return heard;
              });
    }
    return all.thenApply(heard -> GatewayChoice.of(heard, gps));
  }

  /** One that does not answer is not waited for. */
  private CompletionStage<List<Reception>> receptions(Member member) {
    return AskPattern.<ShardingEnvelope<DeviceSessionCommand>, LastReceptions>ask(
            neighbours.sessions(),
            replyTo ->
                new ShardingEnvelope<>(
                    member.devEui().toString(), new DeviceSessionCommand.GetReceptions(replyTo)),
            ASK_DEVICES_WITHIN,
            work.context().getSystem().scheduler())
        .thenApply(LastReceptions::receptions)
        .exceptionally(failure -> List.of());
  }

  private ReplyEffect<MulticastEvent, MulticastState> onGatewaysFound(
      MulticastState state, GatewaysFound found) {
    looking = false;
    if (state.settings().isEmpty() || state.next().isEmpty() || state.underWay().isPresent()) {
      return goOn(state);
    }
    var message = state.next().get();
    if (found.gateways().isEmpty() || state.nextFCnt() > FrameCounter.MAX) {
      boolean inTime =
          message.absoluteTime().filter(at -> at.isBefore(now())).isEmpty()
              && state.nextFCnt() <= FrameCounter.MAX;
      if (inTime) { // a device may be heard yet
        work.timers().startSingleTimer(SendDue.class, new SendDue(), TRY_AGAIN_AFTER);
        return Effect().noReply();
      }
      return done(message, state.nextFCnt(), List.of());
    }
    var taken = new MulticastTaken(message.downlinkId(), state.nextFCnt(), found.gateways());
    return Effect()
        .persist(taken)
        .thenRun(
            after ->
                sender
                    .start(after.settings().orElseThrow(), taken, message, now())
                    .ifPresent(none -> work.context().getSelf().tell(new SendDue())))
        .thenNoReply();
  }

  private ReplyEffect<MulticastEvent, MulticastState> finish(
      MulticastState state, Optional<List<GatewayOutcome>> outcomes) {
    if (outcomes.isEmpty() || state.underWay().isEmpty()) {
      return Effect().noReply();
    }
    var message = state.next().orElseThrow();
    return done(message, state.underWay().get().fCnt(), outcomes.get());
  }

  private ReplyEffect<MulticastEvent, MulticastState> done(
      MulticastMessage message, long fCnt, List<GatewayOutcome> outcomes) {
    var at = now();
    notBefore = at.plus(work.unprompted().spacing());
    return Effect()
        .persist(new MulticastDone(new SentMulticast(message.downlinkId(), fCnt, at, outcomes)))
        .thenRun(after -> work.context().getSelf().tell(new SendDue()))
        .thenNoReply();
  }

  private Instant now() {
    return neighbours.clock().instant();
  }

  @Override
  public EventHandler<MulticastState, MulticastEvent> eventHandler() {
    return MulticastState::on;
  }

  @Override
  public SignalHandler<MulticastState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              if (!state.waiting().isEmpty()) {
                listed = true;
                work.context().getSelf().tell(new SendDue());
              }
            })
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2).withDeleteEventsOnSnapshot();
  }
}
