package io.lorikeet.actors.handler;

import akka.Done;
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
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.Restart;
import io.lorikeet.actors.Stashed;
import io.lorikeet.actors.StopAgain;
import io.lorikeet.actors.handler.DeviceOutbox.FromLog;
import io.lorikeet.actors.handler.DeviceOutbox.LogAgain;
import io.lorikeet.actors.handler.DeviceOutbox.StoreLogged;
import io.lorikeet.actors.handler.DeviceProvisioning.NetworkReady;
import io.lorikeet.actors.handler.EndDeviceCommand.Change;
import io.lorikeet.actors.handler.EndDeviceCommand.DeviceDetails;
import io.lorikeet.actors.handler.EndDeviceCommand.GetDevice;
import io.lorikeet.actors.handler.EndDeviceCommand.ListDownlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.QueueDownlink;
import io.lorikeet.actors.handler.EndDeviceCommand.Register;
import io.lorikeet.actors.handler.EndDeviceCommand.Remove;
import io.lorikeet.actors.handler.EndDeviceCommand.RemoveDownlinks;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceRegistered;
import io.lorikeet.actors.handler.EndDeviceEvent.DeviceRemoved;
import io.lorikeet.actors.handler.EndDeviceEvent.MessagesLogged;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleJoin;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleUplink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefusal;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NothingToOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.OfferDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.ReportDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.UplinkLogged;
import io.lorikeet.actors.handler.EndDeviceState.Absent;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.actors.handler.WaitingDownlinks.CallDue;
import io.lorikeet.actors.handler.WaitingDownlinks.Listed;
import io.lorikeet.actors.handler.WaitingDownlinks.Unlist;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import java.time.Clock;

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
      LogSettings log,
      Outside outside) {}

  /** What it needs beside the other entities. */
  public record Outside(Directory directory, Clock clock) {}

  /** Over how many lists the devices are spread for which downlinks wait. */
  public static final int WAITING_SHARES = 16;

  /** Wakes a device for which downlinks wait; sent by whoever reads the lists. */
  public static EndDeviceCommand wake() {
    return new Wake();
  }

  record Wake() implements EndDeviceInternal {}

  /** Has a device leave this node. */
  public static EndDeviceCommand stop() {
    return new Stop();
  }

  record Stop() implements EndDeviceInternal {}

  /** Leaves out JoinNonces that may have been used already; see {@code AfterRestore}. */
  public static EndDeviceCommand skipJoinNonces(int by, ActorRef<Done> replyTo) {
    return new SkipJoinNonces(by, replyTo);
  }

  record SkipJoinNonces(int by, ActorRef<Done> replyTo) implements EndDeviceInternal {}

  private final EndDeviceSettings settings;
  private final Stashed<EndDeviceCommand> stashed;
  private final DeviceWork work;
  private final DeviceOutbox outbox;
  private final DeviceUplinks uplinks;
  private final WaitingDownlinks waiting;
  private final DeviceDownlinks downlinks;
  private final DeviceJoins joins;
  private final DeviceProvisioning provisioning;

  public static Behavior<EndDeviceCommand> create(
      EndDeviceId id, EndDeviceSettings settings, Neighbours neighbours) {
    return StopAgain.to(
        EndDeviceCommand.class,
        stop(),
        Stashed.in(
            TYPE_KEY.name(),
            EndDeviceCommand.class,
            stashed ->
                Behaviors.setup(
                    context ->
                        Behaviors.withTimers(
                            timers ->
                                new EndDevice(
                                    id, settings, neighbours, context, timers, stashed)))));
  }

  private EndDevice(
      EndDeviceId id,
      EndDeviceSettings settings,
      Neighbours neighbours,
      ActorContext<EndDeviceCommand> context,
      TimerScheduler<EndDeviceCommand> timers,
      Stashed<EndDeviceCommand> stashed) {
    super(PersistenceId.of(TYPE_KEY.name(), id.entityId()), Restart.WITH_BACKOFF);
    this.settings = settings;
    this.stashed = stashed;
    this.work = new DeviceWork(id, settings, neighbours, context, timers, Effect());
    this.outbox = new DeviceOutbox(work);
    this.waiting = new WaitingDownlinks(work);
    this.downlinks = new DeviceDownlinks(work, outbox, waiting);
    this.uplinks = new DeviceUplinks(work, outbox, downlinks);
    this.joins = new DeviceJoins(work, outbox);
    this.provisioning = new DeviceProvisioning(work, outbox);
  }

  @Override
  public EndDeviceState emptyState() {
    return new Absent();
  }

  @Override
  public CommandHandlerWithReply<EndDeviceCommand, EndDeviceEvent, EndDeviceState>
      commandHandler() {
    // A handler builder would keep some forty objects for each device.
    return stashed.counted(this::onCommand);
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onCommand(
      EndDeviceState state, EndDeviceCommand command) {
    if (command instanceof FromLog logged) {
      return outbox.onLogged(state, logged);
    }
    if (command instanceof NetworkReady ready) {
      return provisioning.onNetworkReady(state, ready);
    }
    if (command instanceof LogAgain again) {
      return outbox.onLogAgain(state, again);
    }
    if (command instanceof StoreLogged store) {
      return outbox.onStoreLogged(state, store);
    }
    if (command instanceof Wake) {
      return waiting.onWake(state);
    }
    if (command instanceof CallDue) {
      return waiting.onCallDue(state);
    }
    if (command instanceof Unlist) {
      return waiting.onUnlist(state);
    }
    if (command instanceof Stop) {
      return Effect().stop().thenNoReply();
    }
    if (command instanceof SkipJoinNonces skip) {
      return state instanceof Present
          ? Effect()
              .persist(new EndDeviceEvent.JoinNoncesSkipped(skip.by()))
              .thenReply(skip.replyTo(), skipped -> Done.getInstance())
          : Effect().reply(skip.replyTo(), Done.getInstance());
    }
    if (command instanceof Listed done) {
      return downlinks.onListed(state, done);
    }
    if (state instanceof Present present) {
      return onPresent(present, command);
    }
    if (command instanceof Register register) {
      return provisioning.onRegister((Absent) state, register);
    }
    return onAbsent(state, command);
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onPresent(
      Present state, EndDeviceCommand command) {
    if (command instanceof HandleUplink uplink) {
      return uplinks.onUplink(state, uplink);
    }
    if (command instanceof ReportDownlink report) {
      return downlinks.onReport(state, report);
    }
    if (command instanceof OfferDownlink offer) {
      return downlinks.onOpportunity(state, offer);
    }
    if (command instanceof HandleJoin join) {
      return joins.onJoin(state, join);
    }
    if (command instanceof QueueDownlink queue) {
      return downlinks.onQueue(state, queue);
    }
    if (command instanceof RemoveDownlinks remove) {
      return downlinks.onRemoveDownlinks(state, remove);
    }
    if (command instanceof ListDownlinks list) {
      return downlinks.onListDownlinks(state, list);
    }
    if (command instanceof GetDevice get) {
      return onGetDevice(state, get);
    }
    if (command instanceof Register register) {
      return provisioning.onRegisterAgain(state, register);
    }
    if (command instanceof Change change) {
      return provisioning.onChange(state, change);
    }
    if (command instanceof Remove remove) {
      return provisioning.onRemove(state, remove);
    }
    return onAbsent(state, command);
  }

  private ReplyEffect<EndDeviceEvent, EndDeviceState> onGetDevice(
      Present state, GetDevice command) {
    return Effect()
        .reply(
            command.replyTo(),
            new DeviceDetails(state.registration(), state.session(), uplinks.lastSeen()));
  }

  /** What is asked of a device that does not exist, or not any more. */
  private ReplyEffect<EndDeviceEvent, EndDeviceState> onAbsent(
      EndDeviceState state, EndDeviceCommand command) {
    if (command instanceof HandleUplink uplink) {
      return Effect().reply(uplink.replyTo(), new UplinkLogged(uplink.uplinkId()));
    }
    if (command instanceof HandleJoin join) {
      return Effect()
          .reply(
              join.replyTo(), new JoinRefused(JoinRefusal.UNKNOWN_DEVICE, join.accept().devAddr()));
    }
    if (command instanceof OfferDownlink offer) {
      return Effect().reply(offer.replyTo(), new NothingToOffer(offer.opportunityId()));
    }
    return EndDeviceCommand.replyTo(command)
        .map(
            replyTo ->
                work.reject(
                    replyTo, EndDeviceCommand.Reason.NOT_FOUND, "no such device: " + work.id()))
        .orElseGet(() -> Effect().noReply());
  }

  @Override
  public EventHandler<EndDeviceState, EndDeviceEvent> eventHandler() {
    return EndDevice::onEvent;
  }

  private static EndDeviceState onEvent(EndDeviceState state, EndDeviceEvent event) {
    if (state instanceof Present present) {
      return event instanceof DeviceRemoved ? new Absent() : present.on(event);
    }
    if (event instanceof DeviceRegistered registered) {
      return Present.of(registered);
    }
    if (event instanceof MessagesLogged) {
      return state;
    }
    throw new IllegalStateException("no event of an absent device: " + event);
  }

  @Override
  public SignalHandler<EndDeviceState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              outbox.onRecovered(state);
              waiting.arrange(state);
            })
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(settings.snapshotEvery(), 2)
        .withDeleteEventsOnSnapshot();
  }
}
