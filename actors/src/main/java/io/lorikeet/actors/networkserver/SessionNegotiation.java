package io.lorikeet.actors.networkserver;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.networkserver.MacReply.Commands;
import io.lorikeet.actors.networkserver.adr.AdrAlgorithm;
import io.lorikeet.actors.networkserver.adr.AdrDecision;
import io.lorikeet.actors.networkserver.adr.AdrSettings.Mode;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.DeviceStatus;
import io.lorikeet.actors.networkserver.mac.MacParameters;
import io.lorikeet.actors.networkserver.mac.MacPlan;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.actors.networkserver.mac.MacUplink;
import io.lorikeet.actors.networkserver.mac.Negotiation;
import io.lorikeet.actors.networkserver.mac.Negotiation.Desired;
import io.lorikeet.actors.networkserver.mac.SessionMac;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.mac.LinkAdr;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a device and the network tell each other by MAC commands, for one profile. */
record SessionNegotiation(DeviceRadio radio) {

  /** What is known of the device; of a session from before that was stored, what was meant. */
  SessionMac of(Session session) {
    return session.mac().orElseGet(() -> SessionMac.start(MacState.start(radio.builtIn())));
  }

  /** The state after a new uplink, if it is another one. */
  Optional<MacState> after(Session session, DataFrame frame, long fCnt, DeduplicatedUplink uplink) {
    var before = of(session).state();
    var after =
        Negotiation.received(
            before,
            new MacUplink(
                fCnt,
                dataRate(uplink),
                frame.fCtrl().adr(),
                commands(frame, session, fCnt),
                uplink.receivedAt()),
            radio::builtIn,
            radio.rules());
    return session.mac().isPresent() && after.equals(before)
        ? Optional.empty()
        : Optional.of(after);
  }

  private List<MacCommand> commands(DataFrame frame, Session session, long fCnt) {
    return UplinkCommands.of(frame, session, radio.profile().counterWidth().atDevice(fCnt));
  }

  private OptionalInt dataRate(DeduplicatedUplink uplink) {
    return radio.region().indexOf(uplink.radio().modulation(), true);
  }

  /**
   * What is said to the device after an uplink.
   *
   * @param session with the uplink accepted
   * @param room largest FRMPayload of the windows, in bytes
   */
  MacReply reply(Session session, DataFrame frame, long fCnt, DeduplicatedUplink uplink, int room) {
    var answers = MacAnswers.to(commands(frame, session, fCnt), session, uplink);
    var mac = of(session);
    if (mac.state().awaitsAnswers()) {
      return repeated(mac.state(), answers, frame, room);
    }
    var known = mac.state().current();
    var observed = observed(known, frame, uplink);
    var decision = decision(mac, observed, frame, uplink);
    var current = known.withLink(observed);
    var wanted =
        mac.state().link().calm(observed, decision.map(AdrDecision::wanted).orElse(observed), fCnt);
    var desired =
        new Desired(radio.desired(current, wanted), isStatusDue(mac.state(), uplink.receivedAt()));
    int used = MacCommands.encode(answers).size();
    var alone = Negotiation.next(mac.state(), current, desired, radio.rules(), room - used, fCnt);
    var beside =
        alone.isEmpty()
            ? alone
            : Negotiation.next(
                mac.state(),
                current,
                desired,
                radio.rules(),
                Math.min(room, DataFrameSpec.MAX_F_OPTS) - used,
                fCnt);
    boolean needed =
        frame.confirmed()
            || frame.fCtrl().adrAckReq()
            || !answers.isEmpty()
            || !alone.isEmpty()
            || Negotiation.needsHearing(mac.state());
    return new MacReply(
        commands(answers, beside, decision), commands(answers, alone, decision), needed);
  }

  /** To a device that sends its last uplink again, and so has not heard the answer to it. */
  private static MacReply repeated(
      MacState state, List<MacCommand> answers, DataFrame frame, int room) {
    int used = MacCommands.encode(answers).size();
    var alone = Negotiation.again(state, room - used);
    var beside = Negotiation.again(state, Math.min(room, DataFrameSpec.MAX_F_OPTS) - used);
    boolean needed =
        frame.confirmed()
            || frame.fCtrl().adrAckReq()
            || !answers.isEmpty()
            || !alone.isEmpty()
            || Negotiation.needsHearing(state);
    return new MacReply(unchanged(answers, beside), unchanged(answers, alone), needed);
  }

  private static Commands unchanged(List<MacCommand> answers, List<MacCommand> requests) {
    var all = new ArrayList<>(answers);
    all.addAll(requests);
    return new Commands(MacCommands.encode(all), Optional.empty());
  }

  private static Commands commands(
      List<MacCommand> answers, MacPlan plan, Optional<AdrDecision> decision) {
    if (plan.isEmpty() && answers.isEmpty()) {
      return Commands.NONE;
    }
    if (plan.isEmpty()) {
      return new Commands(MacCommands.encode(answers), Optional.empty());
    }
    var all = new ArrayList<>(answers);
    all.addAll(plan.requests());
    boolean link = plan.requests().stream().anyMatch(LinkAdr.LinkADRReq.class::isInstance);
    var after =
        link && decision.isPresent()
            ? plan.after().withLink(plan.after().link().decided(decision.get()))
            : plan.after();
    return new Commands(MacCommands.encode(all), Optional.of(after));
  }

  /** The data rate of the uplink, and what else is known. */
  private LinkSettings observed(MacParameters known, DataFrame frame, DeduplicatedUplink uplink) {
    var link = known.link();
    return new LinkSettings(
        dataRate(uplink).orElse(link.dataRate()), link.txPower(), link.nbTrans());
  }

  /** A device without the ADR bit sets its link itself. */
  private Optional<AdrDecision> decision(
      SessionMac mac, LinkSettings observed, DataFrame frame, DeduplicatedUplink uplink) {
    var adr = radio.profile().mac().adr();
    if (!frame.fCtrl().adr()
        || adr.mode() == Mode.OFF
        || observed.dataRate() == MacParameters.UNKNOWN) {
      return Optional.empty();
    }
    if (adr.mode() == Mode.STATIC) {
      return Optional.of(
          new AdrDecision(
              adr.fixed().over(observed), AdrDecision.Reason.FIXED_BY_OPERATOR, 0, 0, 0));
    }
    return Optional.of(
        AdrAlgorithm.STANDARD.decide(
            observed,
            uplink.radio().modulation(),
            mac.history(),
            radio.limits(mac.state().current(), mac.state().link())));
  }

  private boolean isStatusDue(MacState state, Instant now) {
    int period = radio.profile().mac().statusPeriodSeconds();
    return period > 0
        && Stream.of(state.status().map(DeviceStatus::at), state.statusTriedAt())
            .flatMap(Optional::stream)
            .noneMatch(last -> last.plusSeconds(period).isAfter(now));
  }

  MacDetails details(Session session) {
    var state = of(session).state();
    var link =
        radio.profile().mac().adr().mode() == Mode.STATIC
            ? radio.profile().mac().adr().fixed().over(state.current().link())
            : state.link().decision().map(AdrDecision::wanted).orElse(state.current().link());
    var desired =
        new Desired(
            radio.desired(state.current(), link), radio.profile().mac().statusPeriodSeconds() > 0);
    return new MacDetails(Negotiation.open(state, desired, radio.rules()), desired.parameters());
  }
}
