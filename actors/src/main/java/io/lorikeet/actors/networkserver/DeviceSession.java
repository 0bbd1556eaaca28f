package io.lorikeet.actors.networkserver;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
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
import io.lorikeet.actors.Stashed;
import io.lorikeet.actors.StopAgain;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinAccepted;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NothingToOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.UplinkLogged;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.CallForDownlink;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.GetReceptions;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.GetSession;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleJoin;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleUplink;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.LastReceptions;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Provision;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.ProvisionOutcome;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Provisioned;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Release;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.SessionAnswer;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.SkipCounters;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Stop;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.WantRejoin;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.CountersSkipped;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.ProfileSet;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.Released;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.networkserver.DeviceSessionState.Unknown;
import io.lorikeet.actors.networkserver.DownlinkSender.GatewaySilent;
import io.lorikeet.actors.networkserver.SessionAnswers.AnswerDue;
import io.lorikeet.actors.networkserver.SessionJoins.AddressUsed;
import io.lorikeet.actors.networkserver.SessionJoins.JoinReady;
import io.lorikeet.actors.networkserver.SessionOpportunities.OpportunityDue;
import io.lorikeet.actors.networkserver.SessionOpportunities.OpportunityLost;
import io.lorikeet.actors.networkserver.SessionProvisioning.AddressReady;
import io.lorikeet.actors.networkserver.SessionUplinks.LogAgain;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.protocol.id.DevEui;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The network side of one device, sharded by DevEUI. It owns the frame counters: a counter is
 * stored as used before anything that rests on it leaves this actor, up or down. An accepted frame
 * stays in the state until the application's log has it: no crash loses it.
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

  private final NetworkServerSettings settings;
  private final Stashed<DeviceSessionCommand> stashed;
  private final SessionWork work;
  private final DownlinkSender downlinks;
  private final DownlinkSender unprompted;
  private final SessionAnswers answers;
  private final SessionOpportunities opportunities;
  private final SessionUplinks uplinks;
  private final SessionJoins joins;
  private final SessionProvisioning provisioning;
  private boolean stopping;

  public static Behavior<DeviceSessionCommand> create(
      DevEui devEui,
      NetworkServerSettings settings,
      Neighbours neighbours,
      Clock clock,
      RandomGenerator random) {
    return StopAgain.to(
        DeviceSessionCommand.class,
        new Stop(),
        Stashed.in(
            TYPE_KEY.name(),
            DeviceSessionCommand.class,
            stashed ->
                Behaviors.setup(
                    context ->
                        Behaviors.withTimers(
                            timers ->
                                new DeviceSession(
                                    devEui,
                                    settings,
                                    neighbours,
                                    new SessionWork.Environment(context, timers, clock, random),
                                    stashed)))));
  }

  private DeviceSession(
      DevEui devEui,
      NetworkServerSettings settings,
      Neighbours neighbours,
      SessionWork.Environment environment,
      Stashed<DeviceSessionCommand> stashed) {
    super(PersistenceId.of(TYPE_KEY.name(), devEui.toString()), Restart.WITH_BACKOFF);
    this.settings = settings;
    this.stashed = stashed;
    var context = environment.context();
    var endDevice =
        new EndDeviceLink(
            neighbours.endDevices(),
            context.messageAdapter(NetworkReply.class, FromEndDevice::new));
    this.work =
        new SessionWork(
            devEui,
            settings,
            neighbours,
            environment,
            endDevice,
            Effect(),
            PlanRadios.of(context.getSystem()));
    var fromGateway = context.messageAdapter(GatewayCommand.Scheduled.class, FromGateway::new);
    this.downlinks = new DownlinkSender("gateway-silent", work, fromGateway);
    this.unprompted = new DownlinkSender("gateway-silent-unprompted", work, fromGateway);
    this.answers = new SessionAnswers(work, downlinks);
    this.opportunities = new SessionOpportunities(work, unprompted);
    this.uplinks = new SessionUplinks(work, answers);
    this.joins = new SessionJoins(work, downlinks);
    this.provisioning = new SessionProvisioning(work, uplinks);
  }

  @Override
  public DeviceSessionState emptyState() {
    return new Unknown(Past.NONE);
  }

  @Override
  public CommandHandlerWithReply<DeviceSessionCommand, DeviceSessionEvent, DeviceSessionState>
      commandHandler() {
    // A handler builder would keep some forty objects for each device.
    return stashed.counted(this::onCommand);
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onCommand(
      DeviceSessionState state, DeviceSessionCommand command) {
    if (state instanceof Known known) {
      var effect = onKnown(known, command);
      if (effect.isPresent()) {
        return effect.get();
      }
    }
    return onAny(state, command);
  }

  private Optional<ReplyEffect<DeviceSessionEvent, DeviceSessionState>> onKnown(
      Known state, DeviceSessionCommand command) {
    if (command instanceof HandleUplink uplink) {
      return Optional.of(uplinks.onUplink(state, uplink));
    }
    if (command instanceof FromEndDevice reply) {
      return Optional.of(onEndDevice(state, reply));
    }
    if (command instanceof AnswerDue due) {
      return Optional.of(answers.onAnswerDue(state, due));
    }
    if (command instanceof LogAgain again) {
      return Optional.of(uplinks.onLogAgain(state, again));
    }
    if (command instanceof HandleJoin join) {
      return Optional.of(joins.onJoin(state, join));
    }
    if (command instanceof AddressUsed used) {
      return Optional.of(joins.onAddressUsed(state, used));
    }
    if (command instanceof JoinReady ready) {
      return Optional.of(joins.onJoinReady(state, ready));
    }
    if (command instanceof CallForDownlink call) {
      return Optional.of(opportunities.onCall(state, call));
    }
    if (command instanceof OpportunityDue) {
      return Optional.of(opportunities.onDue(state));
    }
    if (command instanceof OpportunityLost lost) {
      return Optional.of(opportunities.onOver(state, lost.opportunityId()));
    }
    if (command instanceof Release release) {
      return Optional.of(provisioning.onRelease(state, release));
    }
    return Optional.empty();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onAny(
      DeviceSessionState state, DeviceSessionCommand command) {
    if (command instanceof FromGateway gateway) {
      return onGateway(state, gateway);
    }
    if (command instanceof GatewaySilent silent) {
      return onGatewaySilent(state, silent);
    }
    if (command instanceof Provision provision) {
      return provisioning.onProvision(state, provision);
    }
    if (command instanceof AddressReady ready) {
      return provisioning.onAddressReady(state, ready);
    }
    if (command instanceof GetReceptions get) {
      return Effect().reply(get.replyTo(), new LastReceptions(receptions(state)));
    }
    if (command instanceof GetSession get) {
      return onGetSession(state, get);
    }
    if (command instanceof SkipCounters skip) {
      return onSkip(state, skip);
    }
    if (command instanceof WantRejoin want) {
      return joins.onWant(state, want);
    }
    if (command instanceof Stop) {
      return onStop(state);
    }
    return onUnknownDevice(state, command);
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onSkip(
      DeviceSessionState state, SkipCounters skip) {
    int missing = state.past().leftOut().missing(skip.wanted());
    return missing > 0
        ? Effect()
            .persist(new CountersSkipped(missing, skip.wanted().restore()))
            .thenReply(skip.replyTo(), skipped -> Done.getInstance())
        : Effect().reply(skip.replyTo(), Done.getInstance());
  }

  /** An answer that is owed is sent before: where this device goes on, nobody knows of it. */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onStop(DeviceSessionState state) {
    var owed = answers.owed();
    if (state instanceof Known known && owed.isPresent() && !stopping) {
      stopping = true;
      downlinks.lastWords();
      work.context().getSelf().tell(new Stop());
      return answers.onAnswerDue(known, owed.get());
    }
    return uplinks.onStop();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onEndDevice(
      Known state, FromEndDevice message) {
    if (message.reply() instanceof UplinkLogged uplink) {
      return uplinks.onLogged(state, uplink.uplinkId());
    }
    if (message.reply() instanceof DownlinkOffer offer) {
      return opportunities.isFor(offer.uplinkId())
          ? opportunities.onOffer(state, offer)
          : answers.onOffer(state, offer);
    }
    if (message.reply() instanceof NothingToOffer nothing) {
      return opportunities.onOver(state, nothing.opportunityId());
    }
    if (message.reply() instanceof JoinAccepted accepted) {
      return joins.onJoinAccepted(accepted);
    }
    if (message.reply() instanceof JoinRefused refused) {
      return joins.onJoinRefused(refused);
    }
    throw new IllegalStateException("no reply of an end device: " + message.reply());
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onGateway(
      DeviceSessionState state, FromGateway message) {
    downlinks.onScheduled(message.scheduled());
    unprompted.onScheduled(message.scheduled());
    return Effect().noReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onGatewaySilent(
      DeviceSessionState state, GatewaySilent silent) {
    downlinks.onSilence(silent);
    unprompted.onSilence(silent);
    return Effect().noReply();
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onGetSession(
      DeviceSessionState state, GetSession command) {
    var session =
        state instanceof Known known
            ? known.current().or(known::pending).map(its -> details(known, its))
            : Optional.<SessionDetails>empty();
    return Effect().reply(command.replyTo(), new SessionAnswer(session));
  }

  private static List<Reception> receptions(DeviceSessionState state) {
    return state instanceof Known known
        ? known
            .current()
            .flatMap(Session::lastUplink)
            .map(last -> last.uplink().receptions())
            .orElse(List.of())
        : List.of();
  }

  private SessionDetails details(Known known, Session session) {
    return session.details(Optional.of(work.negotiation(known.profile()).details(session)));
  }

  /** What is asked of a device that nobody registered. */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> onUnknownDevice(
      DeviceSessionState state, DeviceSessionCommand command) {
    if (command instanceof HandleUplink uplink) {
      work.tell(new Asked(uplink.windowId(), uplink.replyTo()), UplinkEnd.UNKNOWN_DEV_ADDR);
      return Effect().noReply();
    }
    if (command instanceof HandleJoin join) {
      work.tell(new Asked(join.windowId(), join.replyTo()), UplinkEnd.UNKNOWN_DEV_EUI);
      return Effect().noReply();
    }
    if (command instanceof Release release) {
      return Effect().reply(release.replyTo(), Provisioned.of(ProvisionOutcome.DONE));
    }
    return Effect().noReply();
  }

  @Override
  public EventHandler<DeviceSessionState, DeviceSessionEvent> eventHandler() {
    return DeviceSession::onEvent;
  }

  private static DeviceSessionState onEvent(DeviceSessionState state, DeviceSessionEvent event) {
    if (state instanceof Known known) {
      return event instanceof Released released
          ? known.release(released.rootKeys())
          : known.on(event);
    }
    if (state instanceof Unknown unknown && event instanceof CountersSkipped skipped) {
      return new Unknown(unknown.past().skip(skipped.leftOut()));
    }
    if (state instanceof Unknown unknown && event instanceof ProfileSet set) {
      return Known.of(set.profile(), unknown.past());
    }
    throw new IllegalStateException("no event of an unknown device: " + event);
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
      work.endDevice().ownedBy(known.profile().owner());
      uplinks.onRecovered(known);
      known
          .openDownlink()
          .ifPresent(
              open ->
                  work.endDevice()
                      .report(
                          open.downlinkId(),
                          open.fCnt(),
                          DownlinkResult.UNKNOWN,
                          Optional.empty(),
                          work.clock().instant()));
    }
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), 2)
        .withDeleteEventsOnSnapshot();
  }
}
