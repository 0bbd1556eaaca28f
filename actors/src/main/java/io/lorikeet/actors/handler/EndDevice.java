package io.lorikeet.actors.handler;

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
import io.lorikeet.actors.Restart;
import io.lorikeet.actors.handler.EndDeviceCommand.Change;
import io.lorikeet.actors.handler.EndDeviceCommand.DeviceDetails;
import io.lorikeet.actors.handler.EndDeviceCommand.DownlinkState;
import io.lorikeet.actors.handler.EndDeviceCommand.Downlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.GetDevice;
import io.lorikeet.actors.handler.EndDeviceCommand.ListDownlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.QueueDownlink;
import io.lorikeet.actors.handler.EndDeviceCommand.Queued;
import io.lorikeet.actors.handler.EndDeviceCommand.QueuedDownlink;
import io.lorikeet.actors.handler.EndDeviceCommand.Register;
import io.lorikeet.actors.handler.EndDeviceCommand.Registered;
import io.lorikeet.actors.handler.EndDeviceCommand.Rejected;
import io.lorikeet.actors.handler.EndDeviceCommand.Remove;
import io.lorikeet.actors.handler.EndDeviceCommand.RemoveDownlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.Removed;
import io.lorikeet.actors.handler.EndDeviceCommand.Session;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceChanged;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceRegistered;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceRemoved;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkConfirmed;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkGivenUp;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkQueued;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkReturned;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkTaken;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkTransmitted;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinksRemoved;
import io.lorikeet.actors.handler.EndDeviceEvent.JoinRejected;
import io.lorikeet.actors.handler.EndDeviceEvent.MessagesLogged;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.Answer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleJoin;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleUplink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefusal;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.ReportDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.UplinkLogged;
import io.lorikeet.actors.handler.EndDeviceState.Absent;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.ProvisionOutcome;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Provisioned;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevEui;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The application side of one device: it holds the root keys and the key that opens payloads, and
 * the downlinks that wait. It decrypts what the network hands up and passes it on to the
 * application's log.
 *
 * <p>What the application is to hear of beside uplinks stays in its outbox until the log has it.
 */
public final class EndDevice
    extends EventSourcedBehaviorWithEnforcedReplies<
        EndDeviceCommand, EndDeviceEvent, EndDeviceState> {

  /** Part of every persistence id: a change orphans all stored devices. */
  public static final EntityTypeKey<EndDeviceCommand> TYPE_KEY =
      EntityTypeKey.create(EndDeviceCommand.class, "end-device");

  /** The entities it talks to. */
  public record Neighbours(
      ActorRef<ShardingEnvelope<DeviceSessionCommand>> sessions,
      ActorRef<ShardingEnvelope<ApplicationLog.Command>> logs,
      LogSettings log) {}

  record FromLog(String messageId) implements EndDeviceInternal {}

  record LogAgain() implements EndDeviceInternal {}

  /** The network side has answered. */
  record NetworkReady(EndDeviceCommand command, ProvisionOutcome outcome)
      implements EndDeviceInternal {}

  private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(4);

  private final EndDeviceId id;
  private final EndDeviceSettings settings;
  private final Neighbours neighbours;
  private final ActorContext<EndDeviceCommand> context;
  private final TimerScheduler<EndDeviceCommand> timers;
  private final ActorRef<ApplicationLog.Appended> fromLog;
  private final String logEntity;

  // In memory only.
  private final Map<String, ActorRef<NetworkReply>> logging = new HashMap<>();
  private Optional<Window> window = Optional.empty();
  private Optional<Instant> lastSeen = Optional.empty();

  /** An uplink whose windows are still ahead, and who wants to hear of a downlink for it. */
  private record Window(
      String uplinkId, Session session, Answer answer, ActorRef<NetworkReply> replyTo) {}

  public static Behavior<EndDeviceCommand> create(
      EndDeviceId id, EndDeviceSettings settings, Neighbours neighbours) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new EndDevice(id, settings, neighbours, context, timers)));
  }

  private EndDevice(
      EndDeviceId id,
      EndDeviceSettings settings,
      Neighbours neighbours,
      ActorContext<EndDeviceCommand> context,
      TimerScheduler<EndDeviceCommand> timers) {
    super(PersistenceId.of(TYPE_KEY.name(), id.entityId()), Restart.WITH_BACKOFF);
    this.id = id;
    this.settings = settings;
    this.neighbours = neighbours;
    this.context = context;
    this.timers = timers;
    this.fromLog =
        context.messageAdapter(
            ApplicationLog.Appended.class, appended -> new FromLog(appended.id()));
    this.logEntity = ApplicationLog.entityId(neighbours.log().partitionOf(id));
  }

  @Override
  public EndDeviceState emptyState() {
    return new Absent();
  }

  @Override
  public CommandHandlerWithReply<EndDeviceCommand, EndDeviceEvent, EndDeviceState>
      commandHandler() {
    var handlers = newCommandHandlerWithReplyBuilder();
    handlers
        .forStateType(Present.class)
        .onCommand(HandleUplink.class, this::onUplink)
        .onCommand(ReportDownlink.class, this::onReport)
        .onCommand(HandleJoin.class, this::onJoin)
        .onCommand(QueueDownlink.class, this::onQueue)
        .onCommand(RemoveDownlinks.class, this::onRemoveDownlinks)
        .onCommand(ListDownlinks.class, this::onListDownlinks)
        .onCommand(GetDevice.class, this::onGetDevice)
        .onCommand(Register.class, this::onRegisterAgain)
        .onCommand(Change.class, this::onChange)
        .onCommand(Remove.class, this::onRemove);
    handlers.forStateType(Absent.class).onCommand(Register.class, this::onRegister);
    handlers
        .forAnyState()
        .onCommand(NetworkReady.class, this::onNetworkReady)
        .onCommand(FromLog.class, this::onLogged)
        .onCommand(LogAgain.class, this::onLogAgain)
        .onAnyCommand(this::onAbsent);
    return handlers.build();
  }

  // Up.

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onUplink(
      Present state, HandleUplink command) {
    var frame = command.frame();
    var session = state.session(frame.devAddr());
    if (session.isEmpty() || !(PhyPayload.parseUplink(frame.phy()) instanceof DataFrame data)) {
      // The session was replaced here, and nobody can read the frame any more.
      context.getLog().warn("{} has no key for uplink {}", id, command.uplinkId());
      return Effect().reply(command.replyTo(), new UplinkLogged(command.uplinkId()));
    }
    lastSeen = Optional.of(frame.receivedAt());
    log(state, command, data, session.get());
    if (!command.answer().respondBefore().isAfter(frame.receivedAt())) {
      return Effect().noReply(); // a repetition: its windows have passed
    }
    window =
        Optional.of(
            new Window(command.uplinkId(), session.get(), command.answer(), command.replyTo()));
    var events = new ArrayList<>(settle(state, command.answer(), frame.receivedAt()));
    return persistAndOffer(state, events);
  }

  /** A frame with port 0 is between device and network alone. */
  private void log(Present state, HandleUplink command, DataFrame data, Session session) {
    if (data.fPort() == 0) {
      command.replyTo().tell(new UplinkLogged(command.uplinkId()));
      return;
    }
    logging.put(command.uplinkId(), command.replyTo());
    append(Uplinks.decrypt(state.registration(), command, data, session));
  }

  /** What the uplink says of the downlink before it. */
  private List<EndDeviceEvent> settle(Present state, Answer answer, Instant at) {
    var events = new ArrayList<EndDeviceEvent>();
    for (var expired : state.queue().expired(at)) {
      events.add(new DownlinkGivenUp(expired.id(), "expired in the queue", at));
    }
    var underWay = state.queue().underWay();
    if (underWay.isEmpty()) {
      return events;
    }
    var item = underWay.get();
    if (item.message().confirmed() && answer.acknowledged()) {
      events.add(new DownlinkConfirmed(item.id(), at));
    } else if (item.state() == DownlinkState.AWAITING_ACK) {
      events.add(again(item, "not acknowledged by the device", at));
    } else if (item.fCnt() >= answer.nextFCntDown()) {
      events.add(again(item, "never reached the network", at)); // the network has not used it
    } else if (item.message().confirmed()) {
      events.add(again(item, "not acknowledged by the device", at));
    } else {
      events.add(new DownlinkGivenUp(item.id(), UNKNOWN_OUTCOME, at));
    }
    return events;
  }

  private static final String UNKNOWN_OUTCOME =
      "outcome unknown: it may have been transmitted, and was not repeated";

  private EndDeviceEvent again(DownlinkQueue.Item item, String error, Instant at) {
    return item.attempts() >= settings.maxAttempts()
        ? new DownlinkGivenUp(item.id(), error + " in " + item.attempts() + " attempts", at)
        : new DownlinkReturned(item.id());
  }

  // Down.

  /** Stores what has happened and, with it, the next downlink's counter; then offers it. */
  private ReplyEffect<EndDeviceEvent, EndDeviceState> persistAndOffer(
      Present state, List<EndDeviceEvent> events) {
    var after = state;
    for (var event : events) {
      after = after.on(event);
    }
    var offer = nextOffer(after);
    offer.ifPresent(next -> events.add(new DownlinkTaken(next.downlinkId(), next.fCnt())));
    if (events.isEmpty()) {
      return Effect().noReply();
    }
    var open = window;
    if (offer.isPresent()) {
      window = Optional.empty();
    }
    return Effect()
        .persist(events)
        .thenRun(
            stored -> {
              appendOutbox(stored);
              offer.ifPresent(
                  next ->
                      open.orElseThrow()
                          .replyTo()
                          .tell(new DownlinkOffer(open.orElseThrow().uplinkId(), next)));
            })
        .thenNoReply();
  }

  /** The head of the queue, encrypted for the open window. */
  private Optional<DeviceDownlink> nextOffer(Present state) {
    if (window.isEmpty()) {
      return Optional.empty();
    }
    var open = window.get();
    long fCnt = Math.max(open.answer().nextFCntDown(), state.queue().lastFCnt() + 1);
    boolean current = state.session().filter(open.session()::equals).isPresent();
    if (!current || fCnt > FrameCounter.MAX) {
      return Optional.empty();
    }
    return state
        .queue()
        .next(open.answer().maxPayload())
        .map(
            item -> {
              var message = item.message();
              var payload =
                  DataCrypto.crypt(
                      open.session().appSKey(),
                      Direction.DOWN,
                      open.session().devAddr(),
                      fCnt,
                      message.payload());
              return new DeviceDownlink(
                  item.id(),
                  fCnt,
                  message.port(),
                  payload,
                  message.confirmed(),
                  state.queue().items().size() > 1);
            });
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onQueue(
      Present state, QueueDownlink command) {
    var message = command.message();
    if (state.queue().find(message.downlinkId()).isPresent()) {
      return Effect().reply(command.replyTo(), new Queued(message.downlinkId())); // sent again
    }
    if (message.payload().size() > Uplinks.largestPayload(state.registration())) {
      return reject(
          command.replyTo(),
          EndDeviceCommand.Reason.PAYLOAD_TOO_LARGE,
          message.payload().size()
              + " bytes (expected: at most "
              + Uplinks.largestPayload(state.registration())
              + ")");
    }
    if (message.schedule() != DownlinkMessage.Schedule.REPLACE
        && state.queue().items().size() >= DownlinkQueue.MAX_ITEMS) {
      return reject(
          command.replyTo(),
          EndDeviceCommand.Reason.QUEUE_FULL,
          "the queue holds " + DownlinkQueue.MAX_ITEMS + " downlinks, its limit");
    }
    var events = new ArrayList<EndDeviceEvent>();
    events.add(new DownlinkQueued(message, command.at()));
    if (window.filter(open -> open.answer().respondBefore().isBefore(command.at())).isPresent()) {
      window = Optional.empty();
    }
    var after = state.on(events.get(0));
    var offer = nextOffer(after);
    offer.ifPresent(next -> events.add(new DownlinkTaken(next.downlinkId(), next.fCnt())));
    var open = window;
    if (offer.isPresent()) {
      window = Optional.empty();
    }
    return Effect()
        .persist(events)
        .thenRun(
            stored -> {
              appendOutbox(stored);
              offer.ifPresent(
                  next ->
                      open.orElseThrow()
                          .replyTo()
                          .tell(new DownlinkOffer(open.orElseThrow().uplinkId(), next)));
            })
        .thenReply(command.replyTo(), stored -> new Queued(message.downlinkId()));
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onReport(
      Present state, ReportDownlink report) {
    var item =
        state
            .queue()
            .find(report.downlinkId())
            .filter(its -> its.state() == DownlinkState.SCHEDULED)
            .filter(its -> its.fCnt() == report.fCnt());
    if (item.isEmpty()) {
      return Effect().noReply(); // heard before, or the device itself has settled it
    }
    var event =
        switch (report.result()) {
          case SENT ->
              new DownlinkTransmitted(item.get().id(), report.sent().orElseThrow(), report.at());
          case NOT_SENT -> again(item.get(), "no gateway could transmit it", report.at());
          case UNKNOWN ->
              item.get().message().confirmed()
                  ? again(item.get(), "no gateway said that it transmitted it", report.at())
                  : new DownlinkGivenUp(item.get().id(), UNKNOWN_OUTCOME, report.at());
        };
    return Effect().persist(event).thenRun(this::appendOutbox).thenNoReply();
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onListDownlinks(
      Present state, ListDownlinks command) {
    var downlinks =
        state.queue().items().stream()
            .map(item -> new QueuedDownlink(item.message(), item.state(), item.attempts()))
            .toList();
    return Effect().reply(command.replyTo(), new Downlinks(downlinks));
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onRemoveDownlinks(
      Present state, RemoveDownlinks command) {
    var found =
        state.queue().items().stream()
            .map(DownlinkQueue.Item::id)
            .filter(its -> command.downlinkId().isEmpty() || command.downlinkId().get().equals(its))
            .collect(Collectors.toSet());
    if (found.isEmpty()) {
      return command.downlinkId().isPresent()
          ? reject(
              command.replyTo(),
              EndDeviceCommand.Reason.NOT_FOUND,
              "no downlink " + command.downlinkId().get() + " in the queue")
          : Effect().reply(command.replyTo(), new Downlinks(List.of()));
    }
    return Effect()
        .persist(new DownlinksRemoved(found))
        .thenReply(command.replyTo(), removed -> new Downlinks(List.of()));
  }

  // Joins.

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onJoin(Present state, HandleJoin command) {
    var decision = Joining.decide(state, command.phy(), command.accept(), command.receivedAt());
    if (decision instanceof Joining.Refused refused && !refused.signed()) {
      return Effect().reply(command.replyTo(), new JoinRefused(refused.reason()));
    }
    if (decision instanceof Joining.Refused refused) {
      return Effect()
          .persist(new JoinRejected(refused.devNonce(), refused.text(), command.receivedAt()))
          .thenRun(this::appendOutbox)
          .thenReply(command.replyTo(), stored -> new JoinRefused(refused.reason()));
    }
    var granted = (Joining.Granted) decision;
    window = Optional.empty();
    return Effect()
        .persist(granted.joined(command.radio()))
        .thenRun(this::appendOutbox)
        .thenReply(command.replyTo(), stored -> granted.accepted());
  }

  // The log.

  private void append(ApplicationMessage message) {
    neighbours
        .logs()
        .tell(new ShardingEnvelope<>(logEntity, new ApplicationLog.Append(message, fromLog)));
  }

  private void appendOutbox(EndDeviceState state) {
    if (state instanceof Present present && !present.outbox().isEmpty()) {
      present.outbox().forEach(this::append);
      timers.startSingleTimer(new LogAgain(), settings.retryAfter());
    }
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onLogged(
      EndDeviceState state, FromLog logged) {
    var replyTo = logging.remove(logged.messageId());
    if (replyTo != null) {
      return Effect().reply(replyTo, new UplinkLogged(logged.messageId()));
    }
    boolean open =
        state instanceof Present present
            && present.outbox().stream().anyMatch(its -> its.id().equals(logged.messageId()));
    return open
        ? Effect().persist(new MessagesLogged(Set.of(logged.messageId()))).thenNoReply()
        : Effect().noReply();
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onLogAgain(
      EndDeviceState state, LogAgain again) {
    appendOutbox(state);
    return Effect().noReply();
  }

  // The registration: the network side first, so that a DevEUI has one owner.

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onRegister(Absent state, Register command) {
    provision(command, command.registration(), command.at());
    return Effect().noReply();
  }

  /** The same registration sent again is no error. */
  private ReplyEffect<EndDeviceEvent, EndDeviceState> onRegisterAgain(
      Present state, Register command) {
    if (state.registration().equals(command.registration())) {
      return Effect().reply(command.replyTo(), new Registered(state.registration()));
    }
    return reject(
        command.replyTo(),
        EndDeviceCommand.Reason.ALREADY_EXISTS,
        "the application has a device of this id");
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onChange(Present state, Change command) {
    if (!state.registration().devEui().equals(command.registration().devEui())) {
      return reject(
          command.replyTo(),
          EndDeviceCommand.Reason.ALREADY_EXISTS,
          "dev_eui does not change: delete the device and register it again");
    }
    provision(command, command.registration(), command.at());
    return Effect().noReply();
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onRemove(Present state, Remove command) {
    askNetwork(
        state.registration().devEui(),
        command,
        replyTo -> new DeviceSessionCommand.Release(id, replyTo));
    return Effect().noReply();
  }

  private void provision(EndDeviceCommand command, EndDeviceRegistration registration, Instant at) {
    var abp =
        registration.activation() instanceof EndDeviceRegistration.Abp personalized
            ? Optional.of(
                new DeviceSessionCommand.AbpSession(personalized.devAddr(), personalized.nwkSKey()))
            : Optional.<DeviceSessionCommand.AbpSession>empty();
    askNetwork(
        registration.devEui(),
        command,
        replyTo -> new DeviceSessionCommand.Provision(registration.profile(), abp, at, replyTo));
  }

  private void askNetwork(
      DevEui devEui,
      EndDeviceCommand command,
      Function<ActorRef<Provisioned>, DeviceSessionCommand> question) {
    context.ask(
        Provisioned.class,
        neighbours.sessions(),
        NETWORK_TIMEOUT,
        replyTo -> new ShardingEnvelope<>(devEui.toString(), question.apply(replyTo)),
        (provisioned, failure) ->
            new NetworkReady(
                command, failure == null ? provisioned.outcome() : ProvisionOutcome.UNAVAILABLE));
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onNetworkReady(
      EndDeviceState state, NetworkReady ready) {
    if (ready.command() instanceof Register register) {
      if (ready.outcome() != ProvisionOutcome.DONE) {
        return refuse(register.replyTo(), ready.outcome());
      }
      if (state instanceof Present present) {
        return onRegisterAgain(present, register); // another one was faster
      }
      return Effect()
          .persist(new DeviceRegistered(register.registration(), register.at()))
          .thenRun(this::appendOutbox)
          .thenReply(register.replyTo(), stored -> new Registered(register.registration()));
    }
    if (ready.command() instanceof Change change) {
      if (ready.outcome() != ProvisionOutcome.DONE || state instanceof Absent) {
        return refuse(change.replyTo(), ready.outcome());
      }
      return Effect()
          .persist(new DeviceChanged(change.registration(), change.at()))
          .thenRun(this::appendOutbox)
          .thenReply(change.replyTo(), stored -> new Registered(change.registration()));
    }
    var remove = (Remove) ready.command();
    if (ready.outcome() == ProvisionOutcome.UNAVAILABLE || state instanceof Absent) {
      return refuse(remove.replyTo(), ready.outcome());
    }
    return Effect()
        .persist(new DeviceRemoved(remove.at()))
        .thenRun(
            stored ->
                append(EndDeviceState.changed(id, remove.at(), ApplicationMessage.Change.DELETE)))
        .thenReply(remove.replyTo(), stored -> new Removed());
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> refuse(
      ActorRef<EndDeviceCommand.Reply> replyTo, ProvisionOutcome outcome) {
    return switch (outcome) {
      case DONE ->
          reject(replyTo, EndDeviceCommand.Reason.NOT_FOUND, "the device was removed meanwhile");
      case TAKEN ->
          reject(
              replyTo,
              EndDeviceCommand.Reason.DEV_EUI_TAKEN,
              "another device is registered with this dev_eui");
      case DEV_ADDR_FULL ->
          reject(
              replyTo,
              EndDeviceCommand.Reason.DEV_EUI_TAKEN,
              "dev_addr has as many devices as it may");
      case UNAVAILABLE ->
          reject(
              replyTo,
              EndDeviceCommand.Reason.UNAVAILABLE,
              "the network side does not answer now, try again");
    };
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onGetDevice(
      Present state, GetDevice command) {
    return Effect()
        .reply(
            command.replyTo(), new DeviceDetails(state.registration(), state.session(), lastSeen));
  }

  /** What is asked of a device that does not exist, or not any more. */
  private ReplyEffect<EndDeviceEvent, EndDeviceState> onAbsent(
      EndDeviceState state, EndDeviceCommand command) {
    if (command instanceof HandleUplink uplink) {
      return Effect().reply(uplink.replyTo(), new UplinkLogged(uplink.uplinkId()));
    }
    if (command instanceof HandleJoin join) {
      return Effect().reply(join.replyTo(), new JoinRefused(JoinRefusal.UNKNOWN_DEVICE));
    }
    return EndDeviceCommand.replyTo(command)
        .map(replyTo -> reject(replyTo, EndDeviceCommand.Reason.NOT_FOUND, "no such device: " + id))
        .orElseGet(() -> Effect().noReply());
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> reject(
      ActorRef<EndDeviceCommand.Reply> replyTo, EndDeviceCommand.Reason reason, String detail) {
    return Effect().reply(replyTo, new Rejected(reason, detail));
  }

  @Override
  public EventHandler<EndDeviceState, EndDeviceEvent> eventHandler() {
    var handlers = newEventHandlerBuilder();
    handlers
        .forStateType(Absent.class)
        .onEvent(DeviceRegistered.class, (absent, registered) -> Present.of(registered))
        .onEvent(MessagesLogged.class, (absent, logged) -> absent);
    handlers
        .forStateType(Present.class)
        .onEvent(DeviceRemoved.class, (present, removed) -> new Absent())
        .onEvent(EndDeviceEvent.class, Present::on);
    return handlers.build();
  }

  @Override
  public SignalHandler<EndDeviceState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::appendOutbox)
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), 2)
        .withDeleteEventsOnSnapshot();
  }
}
