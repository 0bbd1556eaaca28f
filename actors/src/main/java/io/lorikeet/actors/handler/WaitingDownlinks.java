package io.lorikeet.actors.handler;

import akka.Done;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.handler.EndDeviceCommand.DownlinkState;
import io.lorikeet.actors.handler.EndDeviceCommand.QueueDownlink;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Sees to it that downlinks in class B and C go out though no uplink asks for them: calls the
 * network side when one waits, again when it was not heard, and when an acknowledgement does not
 * come. While something waits the device stands in a list in the store, by which it is woken when
 * the node that had it has died. Belongs to one {@link EndDevice}.
 */
final class WaitingDownlinks {

  /** It is time to call the network side. */
  record CallDue() implements EndDeviceInternal {}

  /** The device stands in the list, if {@code failed} is not true. */
  record Listed(QueueDownlink command, boolean failed) implements EndDeviceInternal {}

  /** Nothing has waited for a while. */
  record Unlist() implements EndDeviceInternal {}

  /** The device is no longer in the list. */
  record Unlisted() implements EndDeviceInternal {}

  private static final Duration UNLIST_AFTER = Duration.ofMinutes(1);

  /** How long before its moment the network must hear of a downlink. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** No timer runs for longer than 2^31 ticks, and what waits may be farther ahead. */
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofHours(1);

  private static final int MAX_DOUBLINGS = 6;

  private final DeviceWork work;
  private boolean listed;
  private boolean overdue;
  private boolean says;
  private String pausedFor = "";
  private Instant pauseUntil = Instant.EPOCH;

  WaitingDownlinks(DeviceWork work) {
    this.work = work;
  }

  /** A device of 1.1 may say that it is in class C though it is registered in class A. */
  boolean concerns(Present state) {
    return says || state.registration().profile().deviceClass() != DeviceClass.A;
  }

  /** The network side has heard of the device whether it listens. */
  void says(boolean listens) {
    says = listens;
  }

  /** Whether the device must be entered in the list before this can be queued. */
  boolean mustList(Present state) {
    return concerns(state) && !listed;
  }

  void list(QueueDownlink command) {
    work.context()
        .pipeToSelf(change(true), (done, failure) -> new Listed(command, failure != null));
  }

  void onListed() {
    listed = true;
  }

  private CompletionStage<Done> change(boolean add) {
    var directory = work.neighbours().outside().directory();
    var entity = work.id().entityId();
    var share = share(entity);
    return add
        ? directory.add(Directory.Kind.WAITING, share, new Directory.Entry(entity, entity))
        : directory.remove(Directory.Kind.WAITING, share, entity);
  }

  static String share(String entity) {
    return Integer.toString(Math.floorMod(entity.hashCode(), EndDevice.WAITING_SHARES));
  }

  /** Whether what is under way may still be acknowledged or reported, whatever uplinks say. */
  boolean patient(Present state) {
    return concerns(state) && !overdue && state.queue().underWay().isPresent();
  }

  /** A gateway was busy or away: the next attempt must not follow at once. */
  void pause(DownlinkQueue.Item item, Instant at) {
    pauseUntil = at.plusSeconds(1L << Math.min(item.attempts() - 1, MAX_DOUBLINGS));
  }

  /** After whatever has changed. */
  void arrange(EndDeviceState state) {
    if (!(state instanceof Present present)
        || !concerns(present)
        || present.queue().items().isEmpty()) {
      overdue = false;
      pausedFor = "";
      work.timers().cancel(CallDue.class);
      if (listed && !work.timers().isTimerActive(Unlist.class)) {
        work.timers().startSingleTimer(Unlist.class, new Unlist(), UNLIST_AFTER);
      }
      return;
    }
    var underWay = present.queue().underWay();
    if (underWay.isPresent()) {
      awaitOutcome(underWay.get());
      return;
    }
    overdue = false;
    pausedFor = "";
    var now = now();
    var due = due(present.queue());
    if (due.isAfter(now)) {
      var wait = Duration.between(now, due);
      work.timers()
          .startSingleTimer(
              CallDue.class,
              new CallDue(),
              wait.compareTo(LOOK_AGAIN_AFTER) < 0 ? wait : LOOK_AGAIN_AFTER);
    } else {
      call(present);
    }
  }

  /** Once for each attempt: what else happens meanwhile does not put it off. */
  private void awaitOutcome(DownlinkQueue.Item item) {
    var attempt = item.id() + "/" + item.attempts() + "/" + item.state();
    if (!attempt.equals(pausedFor)) {
      pausedFor = attempt;
      overdue = false;
      var settings = work.settings().unprompted();
      work.timers()
          .startSingleTimer(
              CallDue.class,
              new CallDue(),
              item.state() == DownlinkState.AWAITING_ACK
                  ? settings.acknowledgeWithin()
                  : settings.callAgainAfter());
    }
  }

  private Instant due(DownlinkQueue queue) {
    var next =
        queue.items().stream()
            .map(item -> item.message().absoluteTime().orElse(Instant.EPOCH))
            .min(Instant::compareTo)
            .orElseThrow();
    return next.isBefore(pauseUntil.plus(AHEAD)) ? pauseUntil : next.minus(AHEAD);
  }

  /** Whether a downlink may go now. */
  static boolean mayGo(DownlinkMessage message, Instant now) {
    return message.absoluteTime().filter(at -> at.isAfter(now.plus(AHEAD))).isEmpty();
  }

  private void call(Present state) {
    boolean gateways =
        state.queue().items().stream()
            .anyMatch(
                item ->
                    item.message().classBc().filter(its -> !its.gateways().isEmpty()).isPresent());
    work.neighbours()
        .sessions()
        .tell(
            new ShardingEnvelope<>(
                state.registration().devEui().toString(),
                new DeviceSessionCommand.CallForDownlink(work.id(), gateways)));
    work.timers()
        .startSingleTimer(
            CallDue.class, new CallDue(), work.settings().unprompted().callAgainAfter());
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onCallDue(EndDeviceState state) {
    if (state instanceof Present present && present.queue().underWay().isPresent()) {
      overdue = true;
      call(present);
    } else {
      arrange(state);
    }
    return work.effect().noReply();
  }

  /** Another node, or this one before, had something that waits. */
  ReplyEffect<EndDeviceEvent, EndDeviceState> onWake(EndDeviceState state) {
    listed = true;
    if (!work.timers().isTimerActive(CallDue.class)) {
      arrange(state);
    }
    return work.effect().noReply();
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onUnlist(EndDeviceState state) {
    boolean empty = !(state instanceof Present present) || present.queue().items().isEmpty();
    if (listed && empty) {
      listed = false;
      work.context().pipeToSelf(change(false), (done, failure) -> new Unlisted());
    }
    return work.effect().noReply();
  }

  private Instant now() {
    return work.neighbours().outside().clock().instant();
  }
}
