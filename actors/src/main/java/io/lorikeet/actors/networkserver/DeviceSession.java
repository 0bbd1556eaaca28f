package io.lorikeet.actors.networkserver;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.japi.function.Function2;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.lorikeet.actors.Restart;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinAccepted;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.UplinkLogged;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.AbpSession;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.GetSession;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleJoin;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleUplink;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Provision;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.ProvisionOutcome;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Provisioned;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Release;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.SessionAnswer;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Stop;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.DownlinkPrepared;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.ProfileSet;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.Released;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionJoined;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.SessionPersonalized;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinksLogged;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.networkserver.DeviceSessionState.Unknown;
import io.lorikeet.actors.networkserver.DownlinkSender.GatewaySilent;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FrameCounter;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.region.Region;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The network side of one device, sharded by DevEUI. It owns the frame counters: a counter is
 * stored as used before anything that rests on it leaves this actor, up or down.
 *
 * <p>An accepted frame stays in the state until the application's log has it, so that a node that
 * dies in between loses nothing.
 */
public final class DeviceSession
    extends EventSourcedBehaviorWithEnforcedReplies<
        DeviceSessionCommand, DeviceSessionEvent, DeviceSessionState> {

  /** Part of every persistence id: a change orphans all stored devices. */
  public static final EntityTypeKey<DeviceSessionCommand> TYPE_KEY =
      EntityTypeKey.create(DeviceSessionCommand.class, "device-session");

  /** The entities it talks to. */
  public record Neighbours(
      ActorRef<ShardingEnvelope<EndDeviceCommand>> endDevices,
      ActorRef<ShardingEnvelope<DevAddrBroker.Command>> brokers,
      ActorRef<ShardingEnvelope<GatewayCommand>> gateways) {}

  private record FromEndDevice(NetworkReply reply) implements DeviceSessionCommand {}

  private record FromGateway(GatewayCommand.Scheduled scheduled) implements DeviceSessionCommand {}

  /** A broker knows the device under its ABP address, or does not. */
  private record AddressReady(Provision command, ProvisionOutcome outcome)
      implements DeviceSessionCommand {}

  /** A broker knows the device under the address of its join, or does not. */
  private record JoinReady(JoinAccepted accepted, boolean known) implements DeviceSessionCommand {}

  private record LogAgain() implements DeviceSessionCommand {}

  private record AnswerDue(String uplinkId) implements DeviceSessionCommand {}

  private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(3);

  private final DevEui devEui;
  private final NetworkServerSettings settings;
  private final Neighbours neighbours;
  private final Clock clock;
  private final RandomGenerator random;
  private final ActorContext<DeviceSessionCommand> context;
  private final TimerScheduler<DeviceSessionCommand> timers;
  private final EndDeviceLink endDevice;
  private final DownlinkSender downlinks;

  // In memory only: what is under way. After a restart it is begun again, or given up as unknown.
  private final Map<String, List<Asked>> waiting = new HashMap<>();
  private final Set<String> logged = new HashSet<>();
  private final Repetitions repetitions = new Repetitions();
  private Optional<Answering> answering = Optional.empty();
  private Optional<Joining> joining = Optional.empty();

  /** A broker that waits for a verdict. */
  private record Asked(long windowId, ActorRef<Verdict> replyTo) {}

  /**
   * An uplink whose windows are still ahead.
   *
   * @param acknowledge whether the answer carries an ACK
   * @param fOpts answers to MAC commands
   */
  private record Answering(
      String uplinkId,
      DeduplicatedUplink uplink,
      ReceiveWindows windows,
      boolean acknowledge,
      Payload fOpts) {}

  private record Joining(Asked asked, DeduplicatedUplink uplink, DevAddr devAddr) {}

  public static Behavior<DeviceSessionCommand> create(
      DevEui devEui,
      NetworkServerSettings settings,
      Neighbours neighbours,
      Clock clock,
      RandomGenerator random) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new DeviceSession(
                        devEui, settings, neighbours, clock, random, context, timers)));
  }

  private DeviceSession(
      DevEui devEui,
      NetworkServerSettings settings,
      Neighbours neighbours,
      Clock clock,
      RandomGenerator random,
      ActorContext<DeviceSessionCommand> context,
      TimerScheduler<DeviceSessionCommand> timers) {
    super(PersistenceId.of(TYPE_KEY.name(), devEui.toString()), Restart.WITH_BACKOFF);
    this.devEui = devEui;
    this.settings = settings;
    this.neighbours = neighbours;
    this.clock = clock;
    this.random = random;
    this.context = context;
    this.timers = timers;
    this.endDevice =
        new EndDeviceLink(
            neighbours.endDevices(),
            context.messageAdapter(NetworkReply.class, FromEndDevice::new));
    this.downlinks =
        new DownlinkSender(
            endDevice,
            neighbours.gateways(),
            context.messageAdapter(GatewayCommand.Scheduled.class, FromGateway::new),
            timers,
            settings.gatewayLead(),
            clock);
  }

  @Override
  public DeviceSessionState emptyState() {
    return new Unknown();
  }

  @Override
  public CommandHandlerWithReply<DeviceSessionCommand, DeviceSessionEvent, DeviceSessionState>
      commandHandler() {
    var handlers = newCommandHandlerWithReplyBuilder();
    handlers
        .forStateType(Known.class)
        .onCommand(HandleUplink.class, this::onUplink)
        .onCommand(FromEndDevice.class, this::onEndDevice)
        .onCommand(LogAgain.class, this::onLogAgain)
        .onCommand(AnswerDue.class, this::onAnswerDue)
        .onCommand(HandleJoin.class, this::onJoin)
        .onCommand(JoinReady.class, this::onJoinReady)
        .onCommand(Release.class, this::onRelease);
    handlers
        .forAnyState()
        .onCommand(Provision.class, this::onProvision)
        .onCommand(AddressReady.class, this::onAddressReady)
        .onCommand(GetSession.class, this::onGetSession)
        .onCommand(FromGateway.class, this::onGateway)
        .onCommand(GatewaySilent.class, this::onGatewaySilent)
        .onCommand(Stop.class, this::onStop)
        .onAnyCommand(this::onUnknownDevice);
    return handlers.build();
  }

  // Up.

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onUplink(
      Known state, HandleUplink command) {
    var asked = new Asked(command.windowId(), command.replyTo());
    if (!(PhyPayload.parseUplink(command.uplink().phy()) instanceof DataFrame frame)) {
      return verdict(asked, Outcome.UNSUPPORTED);
    }
    var session = state.session(frame.devAddr());
    if (session.isEmpty()) {
      return verdict(asked, Outcome.BAD_MIC);
    }
    return switch (session.get().match(frame, state.profile().version())) {
      case NEW -> accept(state, session.get(), frame, command.uplink(), asked);
      case REPEATED -> repeated(state, session.get(), frame, command.uplink(), asked);
      case REPLAYED -> verdict(asked, Outcome.REPLAYED);
      case COUNTER_GAP -> verdict(asked, Outcome.COUNTER_GAP);
      case FOREIGN -> verdict(asked, Outcome.BAD_MIC);
    };
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> accept(
      Known state, Session session, DataFrame frame, DeduplicatedUplink uplink, Asked asked) {
    if (state.unlogged().size() - logged.size() >= Known.MAX_UNLOGGED) {
      return Effect().noReply(); // the log is away: whoever holds the frame asks again
    }
    long fCnt = session.fCnt(frame);
    var accepted =
        new UplinkAccepted(session.uplinkId(devEui, fCnt), session.devAddr(), fCnt, uplink, logged);
    var before = state.devAddrs();
    return Effect()
        .persist(accepted)
        .thenRun(
            after -> {
              logged.removeAll(accepted.logged());
              await(accepted.uplinkId(), asked);
              prepareAnswer((Known) after, session, frame, accepted);
              forgetAddresses(before, after);
            })
        .thenNoReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> repeated(
      Known state, Session session, DataFrame frame, DeduplicatedUplink uplink, Asked asked) {
    var accepted = session.lastUplink().orElseThrow();
    boolean isLogged = logged.contains(accepted.uplinkId()) || !state.unlogged().contains(accepted);
    boolean sameReception = Repetitions.sameReception(accepted.uplink(), uplink);
    if (!isLogged) {
      await(accepted.uplinkId(), asked);
      endDevice.handUp(accepted, noAnswer(state));
    }
    if (!sameReception && !repetitions.mayAnswer(accepted, uplink)) {
      return verdict(asked, Outcome.REPLAYED);
    }
    if (!sameReception) {
      startAnswer(
          answeringTo(state, session, frame, accepted.uplinkId(), session.fCnt(frame), uplink));
    }
    return isLogged ? verdict(asked, Outcome.REPEATED) : Effect().noReply();
  }

  private void prepareAnswer(
      Known state, Session session, DataFrame frame, UplinkAccepted accepted) {
    var next =
        answeringTo(state, session, frame, accepted.uplinkId(), accepted.fCnt(), accepted.uplink());
    startAnswer(next);
    var respondBefore = answerDue(next);
    var answer =
        new EndDeviceNetworkCommand.Answer(
            state.current().map(Session::nextFCntDown).orElse(0L),
            next.windows().maxPayload(next.fOpts().size()),
            frame.fCtrl().ack(),
            respondBefore);
    endDevice.handUp(accepted, answer);
    timers.startSingleTimer(LogAgain.class, new LogAgain(), settings.retryAfter());
  }

  private Answering answeringTo(
      Known state,
      Session session,
      DataFrame frame,
      String uplinkId,
      long fCnt,
      DeduplicatedUplink uplink) {
    return new Answering(
        uplinkId,
        uplink,
        ReceiveWindows.afterData(
            region(state.profile()), state.profile().settings(), uplink.radio()),
        frame.confirmed(),
        MacAnswers.to(frame, session, fCnt, uplink));
  }

  /** From now on a downlink belongs to this uplink; one that must be sent anyway has a deadline. */
  private void startAnswer(Answering next) {
    answering = Optional.of(next);
    var frame = (DataFrame) PhyPayload.parseUplink(next.uplink().phy());
    if (next.acknowledge() || frame.fCtrl().adrAckReq() || !next.fOpts().isEmpty()) {
      var left = Duration.between(clock.instant(), answerDue(next));
      timers.startSingleTimer(
          AnswerDue.class,
          new AnswerDue(next.uplinkId()),
          left.isNegative() ? Duration.ZERO : left);
    } else {
      timers.cancel(AnswerDue.class);
    }
  }

  private Instant answerDue(Answering next) {
    return next.uplink()
        .receivedAt()
        .plusNanos(next.windows().rx1().delayMicros() * 1_000)
        .minus(settings.prepareBefore());
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onEndDevice(
      Known state, FromEndDevice message) {
    if (message.reply() instanceof UplinkLogged uplink) {
      return onLogged(state, uplink.uplinkId());
    }
    if (message.reply() instanceof DownlinkOffer offer) {
      return onOffer(state, offer);
    }
    if (message.reply() instanceof JoinAccepted accepted) {
      return onJoinAccepted(accepted);
    }
    if (message.reply() instanceof JoinRefused refused) {
      return onJoinRefused(refused);
    }
    throw new IllegalStateException("no reply of an end device: " + message.reply());
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onLogged(
      Known state, String uplinkId) {
    boolean open = state.unlogged().stream().anyMatch(its -> its.uplinkId().equals(uplinkId));
    if (open) {
      logged.add(uplinkId);
    }
    if (logged.size() == state.unlogged().size()) {
      timers.cancel(LogAgain.class);
    }
    var asked = waiting.remove(uplinkId);
    if (asked != null) {
      asked.forEach(its -> tell(its, Outcome.DELIVERED));
    }
    return Effect().noReply();
  }

  /** The log may be slow or the message lost: what it does not have is handed up once more. */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onLogAgain(
      Known state, LogAgain command) {
    handUpUnlogged(state);
    return Effect().noReply();
  }

  private void handUpUnlogged(Known state) {
    var open = state.unlogged().stream().filter(its -> !logged.contains(its.uplinkId())).toList();
    if (!open.isEmpty()) {
      open.forEach(accepted -> endDevice.handUp(accepted, noAnswer(state)));
      timers.startSingleTimer(LogAgain.class, new LogAgain(), settings.retryAfter());
    }
  }

  /** For a frame whose windows have passed. */
  private static EndDeviceNetworkCommand.Answer noAnswer(Known state) {
    return new EndDeviceNetworkCommand.Answer(
        state.current().map(Session::nextFCntDown).orElse(0L), 0, false, Instant.EPOCH);
  }

  private void await(String uplinkId, Asked asked) {
    waiting.computeIfAbsent(uplinkId, id -> new ArrayList<>(1)).add(asked);
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> verdict(
      Asked asked, Outcome outcome) {
    tell(asked, outcome);
    return Effect().noReply();
  }

  private void tell(Asked asked, Outcome outcome) {
    asked.replyTo().tell(new Verdict(asked.windowId(), devEui, outcome));
  }

  // Down.

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onOffer(
      Known state, DownlinkOffer offer) {
    var downlink = offer.downlink();
    var next = state.current().map(Session::nextFCntDown).orElse(Long.MAX_VALUE);
    var answer = answering.filter(its -> its.uplinkId().equals(offer.uplinkId()));
    if (answer.isEmpty() || downlink.fCnt() < next || downlink.fCnt() > FrameCounter.MAX) {
      endDevice.report(
          downlink.downlinkId(),
          downlink.fCnt(),
          DownlinkResult.NOT_SENT,
          Optional.empty(),
          clock.instant());
      return Effect().noReply();
    }
    return prepare(state, answer.get(), Optional.of(downlink));
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onAnswerDue(
      Known state, AnswerDue due) {
    var answer = answering.filter(its -> its.uplinkId().equals(due.uplinkId()));
    boolean mayCount =
        state.current().filter(its -> its.nextFCntDown() <= FrameCounter.MAX).isPresent();
    return answer.isPresent() && mayCount
        ? prepare(state, answer.get(), Optional.empty())
        : Effect().noReply();
  }

  /** Uses up a counter, and only then makes the frame. */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> prepare(
      Known state, Answering answer, Optional<DeviceDownlink> downlink) {
    answering = Optional.empty();
    timers.cancel(AnswerDue.class);
    var session = state.current().orElseThrow();
    long fCnt = downlink.map(DeviceDownlink::fCnt).orElse(session.nextFCntDown());
    var downlinkId = downlink.map(DeviceDownlink::downlinkId);
    return Effect()
        .persist(new DownlinkPrepared(fCnt, downlinkId, clock.instant()))
        .thenRun(
            prepared -> {
              var phy =
                  DownlinkFrames.data(
                      session, fCnt, answer.acknowledge(), answer.fOpts(), downlink);
              downlinks.send(
                  DownlinkAttempt.start(
                      devEui
                          + "-"
                          + Long.toHexString(session.startedAt().toEpochMilli())
                          + "-"
                          + fCnt,
                      phy,
                      fCnt,
                      downlinkId,
                      answer.windows().options(phy.size()),
                      answer.uplink().receptions()));
            })
        .thenNoReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onGateway(
      DeviceSessionState state, FromGateway message) {
    downlinks.onScheduled(message.scheduled());
    return Effect().noReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onGatewaySilent(
      DeviceSessionState state, GatewaySilent silent) {
    downlinks.onSilence(silent);
    return Effect().noReply();
  }

  // Joins.

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoin(
      Known state, HandleJoin command) {
    var devAddr = newDevAddr(state);
    var asked = new Asked(command.windowId(), command.replyTo());
    joining = Optional.of(new Joining(asked, command.uplink(), devAddr));
    var region = region(state.profile());
    endDevice.join(
        command.uplink(),
        new EndDeviceNetworkCommand.JoinParameters(
            settings.netId(), devAddr, state.profile().settings(), region.cfList()));
    return Effect().noReply();
  }

  /** An address other than those the device has, so that its sessions are told apart by it. */
  private DevAddr newDevAddr(Known state) {
    var devAddr = settings.devAddrPrefix().pick(random.nextInt());
    while (state.devAddrs().contains(devAddr)) {
      devAddr = settings.devAddrPrefix().pick(random.nextInt());
    }
    return devAddr;
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoinAccepted(
      JoinAccepted accepted) {
    askBroker(
        accepted.devAddr(),
        replyTo -> new DevAddrBroker.AddSession(devEui, replyTo),
        (done, failure) -> new JoinReady(accepted, failure == null && !done.refused()));
    return Effect().noReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoinReady(
      Known state, JoinReady ready) {
    var accepted = ready.accepted();
    var join = joining.filter(its -> its.devAddr().equals(accepted.devAddr()));
    if (join.isEmpty() || !ready.known()) {
      return Effect().noReply(); // overtaken by another join, or the broker is away: it asks again
    }
    joining = Optional.empty();
    var uplink = join.get().uplink();
    var before = state.devAddrs();
    return Effect()
        .persist(new SessionJoined(accepted.devAddr(), accepted.nwkSKey(), accepted.startedAt()))
        .thenRun(
            after -> {
              forgetAddresses(before, after);
              var windows = ReceiveWindows.afterJoin(region(state.profile()), uplink.radio());
              downlinks.send(
                  DownlinkAttempt.start(
                      devEui + "-join-" + accepted.devAddr(),
                      accepted.phy(),
                      0,
                      Optional.empty(),
                      windows.options(accepted.phy().size()),
                      uplink.receptions()));
              tell(join.get().asked(), Outcome.JOINED);
            })
        .thenNoReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onJoinRefused(JoinRefused refused) {
    var outcome =
        switch (refused.reason()) {
          case UNKNOWN_DEVICE, JOIN_EUI_MISMATCH -> Outcome.UNKNOWN_DEVICE;
          case BAD_MIC -> Outcome.BAD_MIC;
          case DEV_NONCE_REUSED, JOIN_NONCES_USED_UP -> Outcome.DEV_NONCE_REUSED;
        };
    joining.ifPresent(its -> tell(its.asked(), outcome));
    joining = Optional.empty();
    return Effect().noReply();
  }

  /** The brokers of addresses that this device has left need not ask it any more. */
  private void forgetAddresses(Set<DevAddr> before, DeviceSessionState after) {
    var kept = after instanceof Known known ? known.devAddrs() : Set.<DevAddr>of();
    for (var devAddr : before) {
      if (!kept.contains(devAddr)) {
        neighbours
            .brokers()
            .tell(
                new ShardingEnvelope<>(
                    devAddr.toString(),
                    new DevAddrBroker.RemoveSession(devEui, context.getSystem().ignoreRef())));
      }
    }
  }

  private void askBroker(
      DevAddr devAddr,
      Function<ActorRef<DevAddrBroker.Done>, DevAddrBroker.Command> command,
      Function2<DevAddrBroker.Done, Throwable, DeviceSessionCommand> then) {
    context.ask(
        DevAddrBroker.Done.class,
        neighbours.brokers(),
        BROKER_TIMEOUT,
        replyTo -> new ShardingEnvelope<>(devAddr.toString(), command.apply(replyTo)),
        then);
  }

  // Provisioning.

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onProvision(
      DeviceSessionState state, Provision command) {
    var known = Optional.of(state).filter(Known.class::isInstance).map(Known.class::cast);
    if (known.filter(its -> !its.profile().owner().equals(command.profile().owner())).isPresent()) {
      return Effect().reply(command.replyTo(), new Provisioned(ProvisionOutcome.TAKEN));
    }
    if (command.abp().isEmpty()) {
      return Effect()
          .persist(new ProfileSet(command.profile()))
          .thenRun(after -> endDevice.ownedBy(command.profile().owner()))
          .thenReply(command.replyTo(), done -> new Provisioned(ProvisionOutcome.DONE));
    }
    askBroker(
        command.abp().get().devAddr(),
        replyTo -> new DevAddrBroker.AddSession(devEui, replyTo),
        (done, failure) -> new AddressReady(command, outcome(done, failure)));
    return Effect().noReply();
  }

  private static ProvisionOutcome outcome(DevAddrBroker.Done done, Throwable failure) {
    if (failure != null) {
      return ProvisionOutcome.UNAVAILABLE;
    }
    return done.refused() ? ProvisionOutcome.DEV_ADDR_FULL : ProvisionOutcome.DONE;
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onAddressReady(
      DeviceSessionState state, AddressReady ready) {
    var command = ready.command();
    var abp = command.abp().orElseThrow();
    if (ready.outcome() != ProvisionOutcome.DONE) {
      return Effect().reply(command.replyTo(), new Provisioned(ready.outcome()));
    }
    var events = new ArrayList<DeviceSessionEvent>();
    events.add(new ProfileSet(command.profile()));
    if (!hasSession(state, abp)) {
      events.add(new SessionPersonalized(abp.devAddr(), abp.nwkSKey(), command.at()));
    }
    var before = state instanceof Known known ? known.devAddrs() : Set.<DevAddr>of();
    return Effect()
        .persist(events)
        .thenRun(
            after -> {
              endDevice.ownedBy(command.profile().owner());
              forgetAddresses(before, after);
            })
        .thenReply(command.replyTo(), done -> new Provisioned(ProvisionOutcome.DONE));
  }

  /** The same session keeps its counters: they must not start again. */
  private static boolean hasSession(DeviceSessionState state, AbpSession abp) {
    return state instanceof Known known
        && known
            .current()
            .filter(
                its -> its.devAddr().equals(abp.devAddr()) && its.nwkSKey().equals(abp.nwkSKey()))
            .isPresent();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onRelease(
      Known state, Release command) {
    if (!state.profile().owner().equals(command.owner())) {
      return Effect().reply(command.replyTo(), new Provisioned(ProvisionOutcome.TAKEN));
    }
    var before = state.devAddrs();
    return Effect()
        .persist(new Released())
        .thenRun(after -> forgetAddresses(before, after))
        .thenReply(command.replyTo(), done -> new Provisioned(ProvisionOutcome.DONE));
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onGetSession(
      DeviceSessionState state, GetSession command) {
    var session =
        state instanceof Known known
            ? known.current().or(known::pending).map(Session::details)
            : Optional.<SessionDetails>empty();
    return Effect().reply(command.replyTo(), new SessionAnswer(session));
  }

  /** What is asked of a device that nobody registered. */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onUnknownDevice(
      DeviceSessionState state, DeviceSessionCommand command) {
    if (command instanceof HandleUplink uplink) {
      return verdict(new Asked(uplink.windowId(), uplink.replyTo()), Outcome.UNKNOWN_DEVICE);
    }
    if (command instanceof HandleJoin join) {
      return verdict(new Asked(join.windowId(), join.replyTo()), Outcome.UNKNOWN_DEVICE);
    }
    if (command instanceof Release release) {
      return Effect().reply(release.replyTo(), new Provisioned(ProvisionOutcome.DONE));
    }
    return Effect().noReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onStop(
      DeviceSessionState state, Stop command) {
    return logged.isEmpty()
        ? Effect().stop().thenNoReply()
        : Effect().persist(new UplinksLogged(logged)).thenStop().thenNoReply();
  }

  private static Region region(DeviceProfile profile) {
    return Region.named(profile.frequencyPlan()).orElseThrow();
  }

  @Override
  public EventHandler<DeviceSessionState, DeviceSessionEvent> eventHandler() {
    var handlers = newEventHandlerBuilder();
    handlers
        .forStateType(Unknown.class)
        .onEvent(ProfileSet.class, (unknown, set) -> Known.of(set.profile()));
    handlers
        .forStateType(Known.class)
        .onEvent(Released.class, (known, released) -> new Unknown())
        .onEvent(DeviceSessionEvent.class, Known::on);
    return handlers.build();
  }

  @Override
  public SignalHandler<DeviceSessionState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::onRecovered)
        .build();
  }

  /** Goes on where another node, or this one before, left off. */
  private void onRecovered(DeviceSessionState state) {
    if (state instanceof Known known) {
      endDevice.ownedBy(known.profile().owner());
      handUpUnlogged(known);
      known
          .openDownlink()
          .ifPresent(
              open ->
                  endDevice.report(
                      open.downlinkId(),
                      open.fCnt(),
                      DownlinkResult.UNKNOWN,
                      Optional.empty(),
                      clock.instant()));
    }
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), 2)
        .withDeleteEventsOnSnapshot();
  }
}
