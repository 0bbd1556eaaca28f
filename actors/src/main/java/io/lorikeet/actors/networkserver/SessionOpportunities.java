package io.lorikeet.actors.networkserver;

import akka.persistence.typed.javadsl.ReplyEffect;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.CallForDownlink;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.DownlinkPrepared;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.networkserver.DownlinkAttempt.Candidate;
import io.lorikeet.actors.networkserver.adr.AdrSettings;
import io.lorikeet.protocol.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Downlinks to a device that listens without having sent, in class B and C. The application side
 * says that one waits; when the device listens and no window of an uplink is ahead, it is asked for
 * it. Belongs to one {@link DeviceSession}.
 */
final class SessionOpportunities {

  /** The device listens soon. */
  record OpportunityDue() implements DeviceSessionCommand {}

  /** The application side has not answered. */
  record OpportunityLost(String opportunityId) implements DeviceSessionCommand {}

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final SessionWork work;
  private final DownlinkSender sender;
  private Optional<CallForDownlink> waiting = Optional.empty();
  private Optional<Opportunity> open = Optional.empty();
  private Instant notBefore = Instant.EPOCH;
  private long opportunities;

  /** What the application side was asked for. */
  private record Opportunity(String id, Instant sessionStart) {}

  SessionOpportunities(SessionWork work, DownlinkSender sender) {
    this.work = work;
    this.sender = sender;
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onCall(Known state, CallForDownlink call) {
    if (call.owner().equals(state.profile().owner())) {
      waiting = Optional.of(call);
      askOrWait(state);
    }
    return work.effect().noReply();
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onDue(Known state) {
    askOrWait(state);
    return work.effect().noReply();
  }

  /** What cannot be sent now is called for again, or goes after the next uplink. */
  private void askOrWait(Known state) {
    if (waiting.isEmpty() || open.isPresent()) {
      return;
    }
    var session = state.current().filter(its -> mayReach(its, waiting.get()));
    var listening = session.map(its -> listening(state, its));
    if (sender.busy()
        || listening.isEmpty()
        || listening.get().now() == DeviceClass.A
        || session.get().nextDown(true) > state.profile().counterWidth().max()) {
      waiting = Optional.empty();
      return;
    }
    var now = work.clock().instant();
    var due = due(listening.get(), now);
    if (due.isAfter(now)) {
      work.timers()
          .startSingleTimer(OpportunityDue.class, new OpportunityDue(), Duration.between(now, due));
      return;
    }
    ask(session.get(), listening.get(), now);
  }

  private static boolean mayReach(Session session, CallForDownlink call) {
    return session.lastUplink().isPresent() || call.gateways();
  }

  private Listening listening(Known state, Session session) {
    return new Listening(state.profile(), session, work.negotiation(state.profile()));
  }

  /**
   * When the frame is to be made. Until shortly before a ping slot an uplink may come, whose answer
   * would take a later counter and go out earlier.
   */
  private Instant due(Listening listening, Instant now) {
    var free = Stream.of(now, notBefore, listening.windowsOver()).max(Instant::compareTo).get();
    if (listening.now() == DeviceClass.C) {
      return free;
    }
    var lead = work.settings().unprompted().slotLead();
    var early = listening.nextSlot(free.plus(lead)).minus(lead.plus(lead));
    return early.isBefore(free) ? free : early;
  }

  private void ask(Session session, Listening listening, Instant now) {
    waiting = Optional.empty();
    var id =
        session.uplinkId(work.devEui(), session.nextDown(true))
            + "-down-"
            + now.toEpochMilli()
            + "-"
            + opportunities++;
    open = Optional.of(new Opportunity(id, session.startedAt()));
    work.timers().startSingleTimer(OpportunityLost.class, new OpportunityLost(id), ANSWER_WITHIN);
    work.endDevice()
        .ask(
            id,
            session.devAddr(),
            new EndDeviceNetworkCommand.Answer(
                session.nextDown(true),
                listening.maxPayload(),
                false,
                now.plus(ANSWER_WITHIN),
                true),
            now);
  }

  boolean isFor(String opportunityId) {
    return open.filter(its -> its.id().equals(opportunityId)).isPresent();
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onOver(Known state, String opportunityId) {
    if (isFor(opportunityId)) {
      close();
      askOrWait(state);
    }
    return work.effect().noReply();
  }

  private void close() {
    open = Optional.empty();
    work.timers().cancel(OpportunityLost.class);
  }

  ReplyEffect<DeviceSessionEvent, DeviceSessionState> onOffer(Known state, DownlinkOffer offer) {
    var downlink = offer.downlink();
    var opportunity = open.orElseThrow();
    close();
    var session = state.current().filter(its -> its.startedAt().equals(opportunity.sessionStart()));
    if (session.isEmpty()
        || downlink.fCnt() < session.get().nextDown(true)
        || downlink.fCnt() > state.profile().counterWidth().max()) {
      return notSent(downlink);
    }
    var now = work.clock().instant();
    var listening = listening(state, session.get());
    var free = listening.windowsOver();
    var asked = downlink.classBc().flatMap(ClassBc::absoluteTime);
    boolean inTheWay = asked.isEmpty() && free.isAfter(now); // an uplink has come meanwhile
    if (listening.now() == DeviceClass.A || sender.busy() || inTheWay) {
      return notSent(downlink);
    }
    boolean slot = listening.now() == DeviceClass.B;
    var unprompted = work.settings().unprompted();
    return prepare(
        state,
        session.get(),
        downlink,
        listening.place(
            asked, slot ? now.plus(unprompted.slotLead()) : now, unprompted.patience()));
  }

  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> notSent(DeviceDownlink downlink) {
    work.endDevice()
        .report(
            downlink.downlinkId(),
            downlink.fCnt(),
            DownlinkResult.NOT_SENT,
            Optional.empty(),
            work.clock().instant());
    return work.effect().noReply();
  }

  /** Uses up a counter, and only then makes the frame. */
  private ReplyEffect<DeviceSessionEvent, DeviceSessionState> prepare(
      Known state, Session session, DeviceDownlink downlink, Listening.Place place) {
    long fCnt = downlink.fCnt();
    var downlinkId = Optional.of(downlink.downlinkId());
    boolean adr = state.profile().mac().adr().mode() != AdrSettings.Mode.OFF;
    return work.effect()
        .persist(
            new DownlinkPrepared(
                fCnt, downlinkId, work.clock().instant(), downlink.confirmed(), Optional.empty()))
        .thenRun(
            prepared -> {
              var phy =
                  DownlinkFrames.data(
                      session,
                      fCnt,
                      OptionalLong.empty(),
                      adr,
                      Payload.empty(),
                      Optional.of(downlink));
              var option = place.window().option(phy.size());
              notBefore =
                  place
                      .start()
                      .at()
                      .plusNanos(option.airtimeMicros() * 1_000)
                      .plus(work.settings().unprompted().spacing());
              var name = session.downlinkName(work.devEui(), fCnt, true);
              sender.send(
                  DownlinkAttempt.start(
                      new DownlinkAttempt.Frame(name, phy, fCnt, downlinkId, Optional.empty()),
                      place.start(),
                      option,
                      candidates(session, downlink)));
            })
        .thenNoReply();
  }

  /** Those that the application has chosen, or that have heard the device last. */
  private static Stream<Candidate> candidates(Session session, DeviceDownlink downlink) {
    var chosen = downlink.classBc().map(ClassBc::gateways).orElse(List.of());
    return chosen.isEmpty()
        ? session.lastUplink().stream()
            .flatMap(last -> last.uplink().receptions().stream())
            .map(Candidate::of)
        : chosen.stream().flatMap(its -> Candidate.of(its).stream());
  }
}
