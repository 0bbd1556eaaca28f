package io.lorikeet.actors.multicast;

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
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.multicast.MulticastCommand.AddMember;
import io.lorikeet.actors.multicast.MulticastCommand.Change;
import io.lorikeet.actors.multicast.MulticastCommand.Create;
import io.lorikeet.actors.multicast.MulticastCommand.GetGroup;
import io.lorikeet.actors.multicast.MulticastCommand.QueueMulticast;
import io.lorikeet.actors.multicast.MulticastCommand.Remove;
import io.lorikeet.actors.multicast.MulticastCommand.RemoveMember;
import io.lorikeet.actors.multicast.MulticastCommand.SkipCounters;
import io.lorikeet.actors.multicast.MulticastCommand.Stop;
import io.lorikeet.actors.multicast.MulticastCommand.Wake;
import io.lorikeet.actors.multicast.MulticastDelivery.GatewaysFound;
import io.lorikeet.actors.multicast.MulticastDelivery.SendDue;
import io.lorikeet.actors.multicast.MulticastQueue.Listed;
import io.lorikeet.actors.multicast.MulticastQueue.Unlist;
import io.lorikeet.actors.multicast.MulticastQueue.Unlisted;
import io.lorikeet.actors.multicast.MulticastWork.GatewaySilent;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.NetworkServerSettings.Unprompted;
import java.time.Clock;

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

  /** The entities it talks to, and what it must not make up itself. */
  public record Neighbours(
      ActorRef<ShardingEnvelope<DeviceSessionCommand>> sessions,
      ActorRef<ShardingEnvelope<GatewayCommand>> gateways,
      Directory directory,
      Clock clock) {}

  private record FromGateway(GatewayCommand.Scheduled scheduled) implements MulticastCommand {}

  private final Stashed<MulticastCommand> stashed;
  private final MulticastWork work;
  private final MulticastProvisioning provisioning;
  private final MulticastQueue queue;
  private final MulticastDelivery delivery;

  public static Behavior<MulticastCommand> create(
      MulticastGroupId id, Unprompted unprompted, Neighbours neighbours) {
    return StopAgain.to(
        MulticastCommand.class,
        new Stop(),
        Stashed.in(
            TYPE_KEY.name(),
            MulticastCommand.class,
            stashed ->
                Behaviors.setup(
                    context ->
                        Behaviors.withTimers(
                            timers ->
                                new MulticastGroup(
                                    id, unprompted, neighbours, context, timers, stashed)))));
  }

  private MulticastGroup(
      MulticastGroupId id,
      Unprompted unprompted,
      Neighbours neighbours,
      ActorContext<MulticastCommand> context,
      TimerScheduler<MulticastCommand> timers,
      Stashed<MulticastCommand> stashed) {
    super(PersistenceId.of(TYPE_KEY.name(), id.entityId()), Restart.WITH_BACKOFF);
    this.stashed = stashed;
    this.work =
        new MulticastWork(
            id,
            unprompted,
            neighbours,
            context,
            timers,
            context.messageAdapter(GatewayCommand.Scheduled.class, FromGateway::new),
            Effect());
    var sender = new MulticastSender(work);
    this.provisioning = new MulticastProvisioning(work, sender);
    this.queue = new MulticastQueue(work);
    this.delivery = new MulticastDelivery(work, queue, sender);
  }

  @Override
  public MulticastState emptyState() {
    return MulticastState.EMPTY;
  }

  @Override
  public CommandHandlerWithReply<MulticastCommand, MulticastEvent, MulticastState>
      commandHandler() {
    return stashed.counted(this::onCommand);
  }

  private ReplyEffect<MulticastEvent, MulticastState> onCommand(
      MulticastState state, MulticastCommand command) {
    if (command instanceof FromGateway message) {
      return delivery.onScheduled(state, message.scheduled());
    }
    if (command instanceof GatewaySilent silent) {
      return delivery.onSilence(state, silent.requestId());
    }
    if (command instanceof GatewaysFound found) {
      return delivery.onGatewaysFound(state, found);
    }
    if (command instanceof SendDue) {
      return delivery.goOn(state);
    }
    if (command instanceof Wake) {
      queue.isListed();
      return delivery.goOn(state);
    }
    if (command instanceof QueueMulticast request) {
      return queue.onQueue(state, request);
    }
    if (command instanceof Listed done) {
      return queue.onListed(state, done);
    }
    if (command instanceof Unlist) {
      return queue.onUnlist(state);
    }
    if (command instanceof Unlisted) {
      return Effect().noReply();
    }
    if (command instanceof SkipCounters skip) {
      return onSkip(state, skip);
    }
    if (command instanceof Stop) {
      return Effect().stop().thenNoReply();
    }
    return onProvisioning(state, command);
  }

  private ReplyEffect<MulticastEvent, MulticastState> onSkip(
      MulticastState state, SkipCounters skip) {
    int missing = state.leftOut().missing(skip.wanted());
    return missing > 0
        ? Effect()
            .persist(new MulticastEvent.MulticastCountersSkipped(missing, skip.wanted().restore()))
            .thenReply(skip.replyTo(), skipped -> Done.getInstance())
        : Effect().reply(skip.replyTo(), Done.getInstance());
  }

  private ReplyEffect<MulticastEvent, MulticastState> onProvisioning(
      MulticastState state, MulticastCommand command) {
    if (command instanceof Create create) {
      return provisioning.onCreate(state, create);
    }
    if (command instanceof Change change) {
      return provisioning.onChange(state, change);
    }
    if (command instanceof Remove remove) {
      return provisioning.onRemove(state, remove);
    }
    if (command instanceof GetGroup get) {
      return provisioning.onGet(state, get);
    }
    if (command instanceof AddMember add) {
      return provisioning.onAddMember(state, add);
    }
    if (command instanceof RemoveMember remove) {
      return provisioning.onRemoveMember(state, remove);
    }
    throw new IllegalStateException("no command of a group: " + command);
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
                queue.isListed();
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
