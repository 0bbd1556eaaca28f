package io.lorikeet.actors.networkserver;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.DownlinkPrepared;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.networkserver.adr.AdrSettings;
import io.lorikeet.actors.networkserver.mac.Negotiation;
import io.lorikeet.protocol.frame.DataFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What goes back to a device after an uplink: an acknowledgement, answers to MAC commands, and the
 * application's next downlink, in one frame. Belongs to one {@link DeviceSession}.
 */
final class SessionAnswers {

  /** The windows of an uplink that must be answered are near. */
  record AnswerDue(String uplinkId) implements DeviceSessionCommand {}

  private final SessionWork work;
  private final DownlinkSender downlinks;
  private Optional<Answering> answering = Optional.empty();

  /** How often windows were looked for. */
  private long turn;

  /**
   * An uplink whose windows are still ahead.
   *
   * @param sessionStart which session the uplink belongs to
   * @param acknowledge counter of the uplink, if the answer carries an ACK
   * @param mac the MAC commands that go back
   */
  record Answering(
      String uplinkId,
      Instant sessionStart,
      DeduplicatedUplink uplink,
      ReceiveWindows windows,
      OptionalLong acknowledge,
      MacReply mac) {

    DownlinkAttempt.Answered answered() {
      return new DownlinkAttempt.Answered(Optional.of(uplinkId), uplink.receivedAt());
    }
  }

  SessionAnswers(SessionWork work, DownlinkSender downlinks) {
    this.work = work;
    this.downlinks = downlinks;
  }

  Answering to(
      Known state,
      Session session,
      DataFrame frame,
      String uplinkId,
      long fCnt,
      DeduplicatedUplink uplink) {
    var negotiation = work.negotiation(state.profile());
    var now = state.session(session.devAddr()).orElse(session);
    var windows =
        work.radios()
            .shared(
                ReceiveWindows.afterData(
                    work.region(state.profile()),
                    Negotiation.listens(
                        negotiation.of(now).state(), negotiation.radio().rules(), turn++),
                    uplink.radio()));
    return new Answering(
        uplinkId,
        session.startedAt(),
        uplink,
        windows,
        frame.confirmed() ? OptionalLong.of(fCnt) : OptionalLong.empty(),
        negotiation.reply(now, frame, fCnt, uplink, windows.maxPayload(0)));
  }

  /** From now on a downlink belongs to this uplink; one that must be sent anyway has a deadline. */
  void start(Answering next) {
    answering = Optional.of(next);
    if (next.mac().needed()) {
      var left = Duration.between(work.clock().instant(), due(next));
      work.timers()
          .startSingleTimer(
              AnswerDue.class,
              new AnswerDue(next.uplinkId()),
              left.isNegative() ? Duration.ZERO : left);
    } else {
      work.timers().cancel(AnswerDue.class);
    }
  }

  Instant due(Answering next) {
    return next.uplink()
        .receivedAt()
        .plusNanos(next.windows().rx1().delayMicros() * 1_000)
        .minus(work.settings().prepareBefore());
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onOffer(Known state, DownlinkOffer offer) {
    var downlink = offer.downlink();
    var next = state.current().map(its -> its.nextDown(true)).orElse(Long.MAX_VALUE);
    var answer = open(state, offer.uplinkId());
    if (answer.isEmpty()
        || isOver(answer.get())
        || downlink.fCnt() < next
        || downlink.fCnt() > state.profile().counterWidth().max()) {
      work.endDevice()
          .report(
              downlink.downlinkId(),
              downlink.fCnt(),
              DownlinkResult.NOT_SENT,
              Optional.empty(),
              work.clock().instant());
      return work.effect().noReply();
    }
    return prepare(state, answer.get(), Optional.of(downlink));
  }

  /** The uplink, if it may still be answered in the session that it belongs to. */
  private Optional<Answering> open(Known state, String uplinkId) {
    return answering
        .filter(its -> its.uplinkId().equals(uplinkId))
        .filter(
            its ->
                state
                    .current()
                    .map(Session::startedAt)
                    .filter(its.sessionStart()::equals)
                    .isPresent());
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onAnswerDue(Known state, AnswerDue due) {
    var answer = open(state, due.uplinkId());
    long last = state.profile().counterWidth().max();
    boolean mayCount = state.current().filter(its -> its.nextFCntDown() <= last).isPresent();
    return answer.isPresent() && mayCount && !isOver(answer.get())
        ? prepare(state, answer.get(), Optional.empty())
        : work.effect().noReply();
  }

  /**
   * No gateway could have it in time for the last window: it would cost a counter and a write, when
   * an uplink that late says that both are short.
   */
  private boolean isOver(Answering answer) {
    return answer
        .uplink()
        .receivedAt()
        .plusNanos(answer.windows().rx2().delayMicros() * 1_000)
        .minus(work.settings().gatewayLead())
        .isBefore(work.clock().instant());
  }

  /** The uplink that must be answered and is not yet. */
  Optional<AnswerDue> owed() {
    return answering.filter(its -> its.mac().needed()).map(its -> new AnswerDue(its.uplinkId()));
  }

  /** Uses up a counter, and only then makes the frame. */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> prepare(
      Known state, Answering answer, Optional<DeviceDownlink> downlink) {
    answering = Optional.empty();
    work.timers().cancel(AnswerDue.class);
    var session = state.current().orElseThrow();
    long fCnt = downlink.map(DeviceDownlink::fCnt).orElse(session.nextDown(false));
    var downlinkId = downlink.map(DeviceDownlink::downlinkId);
    boolean confirmed = downlink.map(DeviceDownlink::confirmed).orElse(false);
    var commands = answer.mac().forFrame(downlink.isPresent());
    boolean adr = state.profile().mac().adr().mode() != AdrSettings.Mode.OFF;
    return work.effect()
        .persist(
            new DownlinkPrepared(
                fCnt, downlinkId, work.clock().instant(), confirmed, commands.after()))
        .thenRun(
            prepared -> {
              var phy =
                  DownlinkFrames.data(
                      session, fCnt, answer.acknowledge(), adr, commands.bytes(), downlink);
              downlinks.send(
                  DownlinkAttempt.start(
                      new DownlinkAttempt.Frame(
                          session.downlinkName(work.devEui(), fCnt, downlink.isPresent()),
                          phy,
                          fCnt,
                          downlinkId,
                          Optional.of(answer.answered())),
                      answer.windows().options(phy.size()),
                      answer.uplink().receptions()));
            })
        .thenNoReply();
  }
}
