package io.lorikeet.actors.handler;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.handler.EndDeviceCommand.DownlinkState;
import io.lorikeet.actors.handler.EndDeviceCommand.Downlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.ListDownlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.QueueDownlink;
import io.lorikeet.actors.handler.EndDeviceCommand.Queued;
import io.lorikeet.actors.handler.EndDeviceCommand.QueuedDownlink;
import io.lorikeet.actors.handler.EndDeviceCommand.RemoveDownlinks;
import io.lorikeet.actors.handler.EndDeviceCommand.Session;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkConfirmed;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkGivenUp;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkQueued;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkReturned;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkTaken;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinkTransmitted;
import io.lorikeet.actors.handler.EndDeviceEvent.DownlinksRemoved;
import io.lorikeet.actors.handler.EndDeviceEvent.SessionBegun;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.Answer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NothingToOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.OfferDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.ReportDownlink;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.actors.handler.WaitingDownlinks.Listed;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A device's queue of downlinks, and the window that one may go out in. Belongs to one {@link
 * EndDevice}.
 */
final class DeviceDownlinks {

  private static final String UNKNOWN_OUTCOME =
      "outcome unknown: it may have been transmitted, and was not repeated";

  private static final String NO_COUNTER =
      "the session has no downlink counter left: the device must join again or get new session keys";

  /** RX2 opens a second after RX1, in all regions (RP002, RECEIVE_DELAY2). */
  private static final Duration RX2_LATER = Duration.ofSeconds(1);

  private final DeviceWork work;
  private final DeviceOutbox outbox;
  private final WaitingDownlinks waiting;
  private Optional<Window> window = Optional.empty();
  private String lastOpened = "";

  /** An uplink whose windows are still ahead, and who wants to hear of a downlink for it. */
  record Window(
      String uplinkId,
      Session session,
      Answer answer,
      ActorRef<NetworkReply> replyTo,
      Opening opening) {}

  /** What opens a window, and when. */
  record Opening(boolean uplink, Instant at) {}

  DeviceDownlinks(DeviceWork work, DeviceOutbox outbox, WaitingDownlinks waiting) {
    this.work = work;
    this.outbox = outbox;
    this.waiting = waiting;
  }

  /** From now on the head of the queue belongs to this uplink's windows. */
  ReplyEffect<EndDeviceEvent, EndDeviceState> open(Present state, Window next) {
    var at = next.opening().at();
    if (next.uplinkId().equals(lastOpened)) {
      return work.effect().noReply(); // handed up twice: it has had its chance
    }
    lastOpened = next.uplinkId();
    waiting.says(!next.opening().uplink() || next.answer().listens());
    window = Optional.of(next);
    var begun = begin(state);
    var events = new ArrayList<>(begun);
    events.addAll(settle(after(state, begun), next.answer(), at));
    if (isOver(next)) {
      window = Optional.empty();
    }
    return persistAndOffer(state, events).thenNoReply();
  }

  /** An offer would miss both windows of an uplink this late: the next one keeps its attempts. */
  private boolean isOver(Window open) {
    var now = work.neighbours().outside().clock().instant();
    return open.opening().uplink() && open.answer().respondBefore().plus(RX2_LATER).isBefore(now);
  }

  /** The device listens though it has not sent: what does not go now waits for another time. */
  ReplyEffect<EndDeviceEvent, EndDeviceState> onOpportunity(Present state, OfferDownlink offer) {
    var session = state.session(offer.devAddr());
    if (session.isEmpty() || !waiting.concerns(state) || waiting.patient(state)) {
      return work.effect().reply(offer.replyTo(), new NothingToOffer(offer.opportunityId()));
    }
    return open(
        state,
        new Window(
            offer.opportunityId(),
            session.get(),
            offer.answer(),
            offer.replyTo(),
            new Opening(false, offer.at())));
  }

  /**
   * The first downlink after the device has begun another session: counters start again, and what
   * was under way waits again.
   */
  private List<EndDeviceEvent> begin(Present state) {
    var devAddr = window.orElseThrow().session().devAddr();
    boolean current = state.queueSession().filter(devAddr::equals).isPresent();
    return current || state.queue().items().isEmpty()
        ? List.of()
        : List.of(new SessionBegun(devAddr));
  }

  private static Present after(Present state, List<EndDeviceEvent> events) {
    var after = state;
    for (var event : events) {
      after = after.on(event);
    }
    return after;
  }

  /** What the uplink says of the downlink before it. */
  private List<EndDeviceEvent> settle(Present state, Answer answer, Instant at) {
    var events = new ArrayList<EndDeviceEvent>();
    for (var expired : state.queue().expired(at)) {
      events.add(new DownlinkGivenUp(expired.id(), "expired in the queue", at));
    }
    for (var late : after(state, events).queue().late(at)) {
      events.add(new DownlinkGivenUp(late.id(), "its absolute time has passed", at));
    }
    events.addAll(unnumbered(after(state, events), at));
    if (work.settings().failTooLarge()) {
      events.addAll(tooLarge(after(state, events), answer, at));
    }
    var underWay = state.queue().underWay();
    if (underWay.isEmpty()) {
      return events;
    }
    var item = underWay.get();
    boolean used = item.fCnt() < answer.nextFCntDown();
    if (waiting.patient(state) && !(used && item.message().confirmed() && answer.acknowledged())) {
      return events; // it may be on its way, or the uplink may have crossed it
    }
    if (used && item.message().confirmed() && answer.acknowledged()) {
      events.add(new DownlinkConfirmed(item.id(), at));
    } else if (item.state() == DownlinkState.AWAITING_ACK) {
      events.add(again(item, "not acknowledged by the device", at));
    } else if (!used) {
      events.add(again(item, "never reached the network", at)); // the network has not used it
    } else if (item.message().confirmed()) {
      events.add(again(item, "not acknowledged by the device", at));
    } else {
      events.add(new DownlinkGivenUp(item.id(), UNKNOWN_OUTCOME, at));
    }
    return events;
  }

  /** No counter is left for them in this session, and none is used twice. */
  private List<EndDeviceEvent> unnumbered(Present state, Instant at) {
    return nextFCnt(state) <= lastFCnt(state)
        ? List.of()
        : state.queue().items().stream()
            .filter(DownlinkQueue.Item::open)
            .<EndDeviceEvent>map(item -> new DownlinkGivenUp(item.id(), NO_COUNTER, at))
            .toList();
  }

  private long nextFCnt(Present state) {
    return Math.max(window.orElseThrow().answer().nextFCntDown(), state.queue().lastFCnt() + 1);
  }

  private static long lastFCnt(Present state) {
    return state.registration().profile().counterWidth().max();
  }

  private static List<EndDeviceEvent> tooLarge(Present state, Answer answer, Instant at) {
    return state.queue().tooLarge(answer.maxPayload()).stream()
        .<EndDeviceEvent>map(
            item ->
                new DownlinkGivenUp(
                    item.id(),
                    "too large: %d bytes, the windows carry %d"
                        .formatted(item.message().payload().size(), answer.maxPayload()),
                    at))
        .toList();
  }

  private EndDeviceEvent again(DownlinkQueue.Item item, String error, Instant at) {
    return item.attempts() >= work.settings().maxAttempts()
            || item.message().absoluteTime().isPresent()
        ? new DownlinkGivenUp(item.id(), error + " in " + item.attempts() + " attempts", at)
        : new DownlinkReturned(item.id());
  }

  /** Stores what has happened and, with it, the next downlink's counter; then offers it. */
  private EffectBuilder<EndDeviceEvent, EndDeviceState> persistAndOffer(
      Present state, List<EndDeviceEvent> happened) {
    var events = new ArrayList<>(happened);
    var offer = nextOffer(after(state, events));
    if (offer.isEmpty()) {
      declineOpportunity();
      return outbox.persist(events).thenRun(waiting::arrange);
    }
    var next = offer.get();
    var open = window.orElseThrow();
    window = Optional.empty();
    events.add(new DownlinkTaken(next.downlinkId(), next.fCnt()));
    return outbox
        .persist(events)
        .thenRun(
            stored -> {
              open.replyTo().tell(new DownlinkOffer(open.uplinkId(), next));
              waiting.arrange(stored);
            });
  }

  /** Unlike the windows of an uplink it is over at once. */
  private void declineOpportunity() {
    window
        .filter(open -> !open.opening().uplink())
        .ifPresent(
            open -> {
              window = Optional.empty();
              open.replyTo().tell(new NothingToOffer(open.uplinkId()));
            });
  }

  /** The head of the queue, encrypted for the open window. */
  private Optional<DeviceDownlink> nextOffer(Present state) {
    if (window.isEmpty()) {
      return Optional.empty();
    }
    var open = window.get();
    long fCnt = nextFCnt(state);
    boolean current = state.queueSession().filter(open.session().devAddr()::equals).isPresent();
    if (!current || fCnt > lastFCnt(state)) {
      return Optional.empty();
    }
    return state
        .queue()
        .next(open.answer().maxPayload(), message -> mayGo(state, open, message))
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
                  state.queue().items().size() > 1,
                  message.classBc());
            });
  }

  /** What has a moment of its own does not go in an uplink's windows, where there is a choice. */
  private boolean mayGo(Present state, Window open, DownlinkMessage message) {
    return open.opening().uplink()
        ? !waiting.concerns(state) || message.absoluteTime().isEmpty()
        : WaitingDownlinks.mayGo(message, open.opening().at());
  }

  /** Goes on with a downlink that waited for the device to stand in the list. */
  ReplyEffect<EndDeviceEvent, EndDeviceState> onListed(EndDeviceState state, Listed listed) {
    if (!listed.failed()) {
      waiting.onListed();
    }
    var replyTo = listed.command().replyTo();
    if (!(state instanceof Present present)) {
      return work.reject(replyTo, EndDeviceCommand.Reason.NOT_FOUND, "the device is gone");
    }
    return listed.failed()
        ? work.reject(
            replyTo, EndDeviceCommand.Reason.UNAVAILABLE, "the store does not answer, try again")
        : onQueue(present, listed.command());
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onQueue(Present state, QueueDownlink command) {
    var message = command.message();
    if (state.queue().find(message.downlinkId()).isPresent()) {
      return work.effect().reply(command.replyTo(), new Queued(message.downlinkId())); // sent again
    }
    int largest = Uplinks.largestPayload(work.region(state.registration().profile()));
    if (message.payload().size() > largest) {
      return work.reject(
          command.replyTo(),
          EndDeviceCommand.Reason.PAYLOAD_TOO_LARGE,
          message.payload().size() + " bytes (expected: at most " + largest + ")");
    }
    if (message.schedule() != DownlinkMessage.Schedule.REPLACE
        && state.queue().items().size() >= DownlinkQueue.MAX_ITEMS) {
      return work.reject(
          command.replyTo(),
          EndDeviceCommand.Reason.QUEUE_FULL,
          "the queue holds " + DownlinkQueue.MAX_ITEMS + " downlinks, its limit");
    }
    if (waiting.mustList(state)) {
      waiting.list(command);
      return work.effect().noReply();
    }
    if (state.outboxFull()) {
      return work.reject(
          command.replyTo(),
          EndDeviceCommand.Reason.UNAVAILABLE,
          "the application's log is behind, try again");
    }
    if (window.filter(open -> open.answer().respondBefore().isBefore(command.at())).isPresent()) {
      window = Optional.empty();
    }
    var events = new ArrayList<EndDeviceEvent>();
    events.add(new DownlinkQueued(message, command.at()));
    if (window.isPresent()) {
      events.addAll(begin(after(state, events)));
    }
    return persistAndOffer(state, events)
        .thenReply(command.replyTo(), stored -> new Queued(message.downlinkId()));
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onReport(Present state, ReportDownlink report) {
    var item =
        state
            .queue()
            .find(report.downlinkId())
            .filter(its -> its.state() == DownlinkState.SCHEDULED)
            .filter(its -> its.fCnt() == report.fCnt());
    if (item.isEmpty()) {
      return work.effect().noReply(); // heard before, or the device itself has settled it
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
    if (report.result() == DownlinkResult.NOT_SENT) {
      waiting.pause(item.get(), report.at());
    }
    return outbox.persist(List.of(event)).thenRun(waiting::arrange).thenNoReply();
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onListDownlinks(
      Present state, ListDownlinks command) {
    var downlinks =
        state.queue().items().stream()
            .map(item -> new QueuedDownlink(item.message(), item.state(), item.attempts()))
            .toList();
    return work.effect().reply(command.replyTo(), new Downlinks(downlinks));
  }

  ReplyEffect<EndDeviceEvent, EndDeviceState> onRemoveDownlinks(
      Present state, RemoveDownlinks command) {
    var found =
        state.queue().items().stream()
            .map(DownlinkQueue.Item::id)
            .filter(its -> command.downlinkId().isEmpty() || command.downlinkId().get().equals(its))
            .collect(Collectors.toSet());
    if (found.isEmpty()) {
      return command.downlinkId().isPresent()
          ? work.reject(
              command.replyTo(),
              EndDeviceCommand.Reason.NOT_FOUND,
              "no downlink " + command.downlinkId().get() + " in the queue")
          : work.effect().reply(command.replyTo(), new Downlinks(List.of()));
    }
    return work.effect()
        .persist(new DownlinksRemoved(found))
        .thenRun(waiting::arrange)
        .thenReply(command.replyTo(), removed -> new Downlinks(List.of()));
  }
}
