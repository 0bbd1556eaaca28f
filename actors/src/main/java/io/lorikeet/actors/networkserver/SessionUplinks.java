package io.lorikeet.actors.networkserver;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.FrameLog;
import io.lorikeet.actors.Hop;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleUplink;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.LateUplinkAccepted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinksLogged;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.PhyPayload;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A device's uplinks: which are its, which are new, and which the application's log has. Belongs to
 * one {@link DeviceSession} and is as little thread-safe as that.
 */
final class SessionUplinks {

  /** The log has not said that it has every frame. */
  record LogAgain() implements DeviceSessionCommand {}

  /**
   * So long a frame that was handed up is on its way. When a shard has found a new home all copies
   * of a frame ask for it at once, and all those of each frame.
   */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

  private final SessionWork work;
  private final SessionAnswers answers;
  private final Map<String, Set<Asked>> waiting = new HashMap<>(2);
  private final Set<String> logged = new HashSet<>(2);
  private final Repetitions repetitions = new Repetitions();

  // What was handed up last; "" before the first.
  private String handedUp = "";
  private long handedUpAtMillis;
  private final Succession succession = new Succession();

  SessionUplinks(SessionWork work, SessionAnswers answers) {
    this.work = work;
    this.answers = answers;
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onUplink(Known state, HandleUplink command) {
    if (!succession.admits(command, this::isWaiting)) {
      return work.effect().noReply(); // whoever holds the two asks for them again, in order
    }
    var asked = new Asked(command.windowId(), command.replyTo());
    if (!(PhyPayload.parseUplink(command.uplink().phy()) instanceof DataFrame frame)) {
      return verdict(asked, UplinkEnd.UNSUPPORTED_TYPE);
    }
    var session = state.session(frame.devAddr());
    if (session.isEmpty()) {
      return verdict(asked, UplinkEnd.BAD_MIC);
    }
    return switch (session
        .get()
        .match(
            frame,
            state.profile(),
            () -> work.heardOn(state.profile(), command.uplink().radio()))) {
      case NEW -> accept(state, session.get(), frame, command.uplink(), asked);
      case REPEATED -> repeated(state, session.get(), frame, command.uplink(), asked);
      case REPLAYED -> replayed(state, session.get(), frame, command.uplink(), asked);
      case COUNTER_GAP -> verdict(asked, UplinkEnd.COUNTER_GAP);
      case FOREIGN -> verdict(asked, UplinkEnd.BAD_MIC);
    };
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> accept(
      Known state, Session session, DataFrame frame, DeduplicatedUplink uplink, Asked asked) {
    if (open(state).size() >= Known.MAX_UNLOGGED) {
      return work.effect().noReply(); // the log is away: whoever holds the frame asks again
    }
    long fCnt = session.fCnt(frame);
    var mac = work.negotiation(state.profile()).after(session, frame, fCnt, uplink);
    var accepted = accepted(state, session, fCnt, uplink, mac);
    var before = state.devAddrs();
    return work.effect()
        .persist(accepted)
        .thenRun(
            after -> {
              onAccepted(accepted, asked);
              handUpOlder((Known) after, accepted);
              prepareAnswer((Known) after, session, frame, accepted);
              work.forgetAddresses(before, after);
            })
        .thenNoReply();
  }

  /** A frame that waited elsewhere while the next one was accepted; its windows have passed. */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> acceptLate(
      Known state, Session session, long fCnt, DeduplicatedUplink uplink, Asked asked) {
    if (open(state).size() >= Known.MAX_UNLOGGED) {
      return work.effect().noReply();
    }
    var accepted = accepted(state, session, fCnt, uplink, Optional.empty());
    return work.effect()
        .persist(new LateUplinkAccepted(accepted))
        .thenRun(
            after -> {
              onAccepted(accepted, asked);
              handUp(accepted, noAnswer((Known) after));
              logAgainLater();
            })
        .thenNoReply();
  }

  private UplinkAccepted accepted(
      Known state, Session session, long fCnt, DeduplicatedUplink uplink, Optional<MacState> mac) {
    return new UplinkAccepted(
        session.uplinkId(work.devEui(), fCnt),
        session.devAddr(),
        fCnt,
        uplink,
        logged,
        mac,
        state.profile().counterWidth());
  }

  private void onAccepted(UplinkAccepted accepted, Asked asked) {
    var uplink = accepted.uplink();
    work.meters().reached(Hop.ACCEPTED, uplink.receivedAt(), work.clock());
    FrameLog.accepted(work.devEui(), accepted.uplinkId(), accepted.fCnt(), uplink.receptions());
    logged.removeAll(accepted.logged());
    await(accepted.uplinkId(), asked);
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> repeated(
      Known state, Session session, DataFrame frame, DeduplicatedUplink uplink, Asked asked) {
    var accepted = session.lastUplink().orElseThrow();
    boolean isLogged = logged.contains(accepted.uplinkId()) || !state.unlogged().contains(accepted);
    boolean sameReception = Repetitions.sameReception(accepted.uplink(), uplink);
    if (!isLogged) {
      await(accepted.uplinkId(), asked);
      if (!isOnItsWay(accepted)) {
        handUp(accepted, noAnswer(state));
      }
    }
    if (!sameReception && !repetitions.mayAnswer(accepted, uplink)) {
      return verdict(asked, UplinkEnd.REPEATED_TOO_LATE);
    }
    if (!sameReception) {
      answers.start(
          answers.to(state, session, frame, accepted.uplinkId(), session.fCnt(frame), uplink));
    }
    return isLogged ? verdict(asked, UplinkEnd.REPEATED) : work.effect().noReply();
  }

  /**
   * A broker that has waited long for its verdict asks again, and a newer frame may have been
   * accepted meanwhile: whoever holds this one holds it until the log has it.
   */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> replayed(
      Known state, Session session, DataFrame frame, DeduplicatedUplink uplink, Asked asked) {
    var late = session.late(frame, uplink.receivedAt());
    if (late.isPresent()) {
      return acceptLate(state, session, late.getAsLong(), uplink, asked);
    }
    var accepted =
        open(state).stream()
            .filter(its -> its.uplink().phy().equals(uplink.phy()))
            .filter(its -> Repetitions.sameReception(its.uplink(), uplink))
            .findFirst();
    if (accepted.isEmpty()) {
      return verdict(asked, UplinkEnd.REPLAYED);
    }
    await(accepted.get().uplinkId(), asked);
    return work.effect().noReply();
  }

  private void prepareAnswer(
      Known state, Session session, DataFrame frame, UplinkAccepted accepted) {
    var next =
        answers.to(state, session, frame, accepted.uplinkId(), accepted.fCnt(), accepted.uplink());
    answers.start(next);
    var respondBefore = answers.due(next);
    var answer =
        new EndDeviceNetworkCommand.Answer(
            nextDown(state),
            next.windows().maxPayload(next.mac().beside().bytes().size()),
            frame.fCtrl().ack(),
            respondBefore,
            listens(state, session));
    handUp(accepted, answer);
    logAgainLater();
  }

  /** Whether the device will listen without having sent, by what this uplink says, too. */
  private boolean listens(Known state, Session session) {
    if (state.profile().deviceClass() == DeviceClass.A && session.v11().isEmpty()) {
      return false;
    }
    return state
        .session(session.devAddr())
        .map(its -> new Listening(state.profile(), its, work.negotiation(state.profile())))
        .filter(its -> its.now() != DeviceClass.A)
        .isPresent();
  }

  /**
   * Frames are logged in the order of their counters: one that may have got lost on its way goes
   * before the new one again.
   */
  private void handUpOlder(Known state, UplinkAccepted newest) {
    open(state).stream()
        .filter(older -> !older.uplinkId().equals(newest.uplinkId()))
        .forEach(older -> handUp(older, noAnswer(state)));
  }

  /** The first frame that waits sets the time: a device that sends often must not put it off. */
  private void logAgainLater() {
    if (!work.timers().isTimerActive(LogAgain.class)) {
      work.timers().startSingleTimer(LogAgain.class, new LogAgain(), work.settings().retryAfter());
    }
  }

  private void handUp(UplinkAccepted accepted, EndDeviceNetworkCommand.Answer answer) {
    handedUp = accepted.uplinkId();
    handedUpAtMillis = work.clock().millis();
    work.endDevice().handUp(accepted, answer);
  }

  private boolean isOnItsWay(UplinkAccepted accepted) {
    return accepted.uplinkId().equals(handedUp)
        && work.clock().millis() - handedUpAtMillis < ON_ITS_WAY.toMillis();
  }

  /** Accepted frames that the log has not confirmed, oldest first. */
  private List<UplinkAccepted> open(Known state) {
    return state.unlogged().stream().filter(its -> !logged.contains(its.uplinkId())).toList();
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onLogged(Known state, String uplinkId) {
    var open = open(state);
    open.stream()
        .filter(its -> its.uplinkId().equals(uplinkId))
        .findFirst()
        .ifPresent(
            accepted -> {
              logged.add(uplinkId);
              work.meters()
                  .logged(Duration.between(accepted.uplink().receivedAt(), work.clock().instant()));
              if (open.size() == 1) {
                work.timers().cancel(LogAgain.class);
              }
            });
    var asked = waiting.remove(uplinkId);
    if (asked != null) {
      asked.forEach(its -> work.tell(its, UplinkEnd.DELIVERED));
    }
    return work.effect().noReply();
  }

  /** The log may be slow or the message lost: what it does not have is handed up once more. */
  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onLogAgain(Known state, LogAgain command) {
    handUpUnlogged(state);
    return work.effect().noReply();
  }

  void handUpUnlogged(Known state) {
    var open = open(state);
    if (!open.isEmpty()) {
      open.forEach(accepted -> handUp(accepted, noAnswer(state)));
      logAgainLater();
    }
  }

  /** What is stored says it: a write that was thought to have failed may have been done. */
  void onRecovered(Known state) {
    logged.retainAll(
        state.unlogged().stream().map(UplinkAccepted::uplinkId).collect(Collectors.toSet()));
    handUpUnlogged(state);
  }

  /** The device is gone, and nobody waits for its frames any more. */
  void forget() {
    logged.clear();
    waiting.clear();
    work.timers().cancel(LogAgain.class);
  }

  /** For a frame whose windows have passed. */
  private static EndDeviceNetworkCommand.Answer noAnswer(Known state) {
    return new EndDeviceNetworkCommand.Answer(nextDown(state), 0, false, Instant.EPOCH);
  }

  private static long nextDown(Known state) {
    return state.current().map(its -> its.nextDown(true)).orElse(0L);
  }

  private boolean isWaiting(Asked asked) {
    return waiting.values().stream().anyMatch(its -> its.contains(asked));
  }

  private void await(String uplinkId, Asked asked) {
    succession.seenTo(asked);
    waiting.computeIfAbsent(uplinkId, id -> new LinkedHashSet<>(2)).add(asked);
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> verdict(Asked asked, UplinkEnd end) {
    succession.seenTo(asked);
    work.tell(asked, end);
    return work.effect().noReply();
  }

  /** Stores what the log has, so that it is not handed up again when the device is next heard. */
  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onStop() {
    return logged.isEmpty()
        ? work.effect().stop().thenNoReply()
        : work.effect().persist(new UplinksLogged(logged)).thenStop().thenNoReply();
  }
}
