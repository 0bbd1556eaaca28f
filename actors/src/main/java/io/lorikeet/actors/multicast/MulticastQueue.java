package io.lorikeet.actors.multicast;

import akka.Done;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.multicast.MulticastCommand.QueueMulticast;
import io.lorikeet.actors.multicast.MulticastCommand.Queued;
import io.lorikeet.actors.multicast.MulticastCommand.Reason;
import io.lorikeet.actors.multicast.MulticastEvent.MulticastQueued;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * How downlinks come to wait. While one does, the group stands in a list in the store, by which it
 * is woken when the node that had it has died. Belongs to one {@link MulticastGroup}.
 */
final class MulticastQueue {

  private static final Duration UNLIST_AFTER = Duration.ofMinutes(1);

  /** The group stands in the list, if {@code failed} is not true. */
  record Listed(QueueMulticast command, boolean failed) implements MulticastCommand {}

  /** Nothing has waited for a while. */
  record Unlist() implements MulticastCommand {}

  /** The group is no longer in the list. */
  record Unlisted() implements MulticastCommand {}

  private final MulticastWork work;
  private boolean listed;

  MulticastQueue(MulticastWork work) {
    this.work = work;
  }

  ReplyEffect<MulticastEvent, MulticastState> onQueue(
      MulticastState state, QueueMulticast command) {
    if (state.settings().isEmpty()) {
      return work.notFound(command.replyTo());
    }
    var message = command.message();
    if (state.waiting().stream().anyMatch(its -> its.downlinkId().equals(message.downlinkId()))) {
      return work.effect().reply(command.replyTo(), new Queued(message.downlinkId())); // sent again
    }
    var channel = state.settings().get().channel();
    int largest = MulticastSender.maxPayload(work.region(channel), channel);
    if (message.payload().size() > largest) {
      return work.reject(
          command.replyTo(),
          Reason.PAYLOAD_TOO_LARGE,
          message.payload().size() + " bytes (expected: at most " + largest + ")");
    }
    if (state.waiting().size() >= MulticastState.MAX_WAITING) {
      return work.reject(
          command.replyTo(),
          Reason.FULL,
          "the queue holds " + MulticastState.MAX_WAITING + " downlinks, its limit");
    }
    if (!listed) {
      work.context()
          .pipeToSelf(change(true), (done, failure) -> new Listed(command, failure != null));
      return work.effect().noReply();
    }
    return work.effect()
        .persist(new MulticastQueued(message))
        .thenRun(after -> work.context().getSelf().tell(new MulticastDelivery.SendDue()))
        .thenReply(command.replyTo(), after -> new Queued(message.downlinkId()));
  }

  ReplyEffect<MulticastEvent, MulticastState> onListed(MulticastState state, Listed done) {
    if (done.failed()) {
      return work.reject(
          done.command().replyTo(), Reason.UNAVAILABLE, "the store does not answer, try again");
    }
    listed = true;
    return onQueue(state, done.command());
  }

  private CompletionStage<Done> change(boolean add) {
    var entity = work.id().entityId();
    var directory = work.neighbours().directory();
    return add
        ? directory.add(
            Directory.Kind.WAITING, MulticastGroup.WAITING, new Directory.Entry(entity, entity))
        : directory.remove(Directory.Kind.WAITING, MulticastGroup.WAITING, entity);
  }

  /** Somebody has found the group in the list, or what is stored says that it stands there. */
  void isListed() {
    listed = true;
  }

  /** Nothing waits now. As long as the group stands in the list it is woken, and told so again. */
  void onEmpty() {
    if (listed && !work.timers().isTimerActive(Unlist.class)) {
      work.timers().startSingleTimer(Unlist.class, new Unlist(), UNLIST_AFTER);
    }
  }

  ReplyEffect<MulticastEvent, MulticastState> onUnlist(MulticastState state) {
    if (listed && state.waiting().isEmpty()) {
      listed = false;
      work.context().pipeToSelf(change(false), (done, failure) -> new Unlisted());
    }
    return work.effect().noReply();
  }
}
