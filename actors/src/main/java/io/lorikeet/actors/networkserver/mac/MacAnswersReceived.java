package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.Ask.Outcome;
import io.lorikeet.protocol.mac.DevStatus.DevStatusAns;
import io.lorikeet.protocol.mac.DeviceMode;
import io.lorikeet.protocol.mac.LinkAdr.LinkADRAns;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.PingSlotInfo.PingSlotInfoReq;
import io.lorikeet.protocol.mac.Rekey;
import io.lorikeet.protocol.mac.Reset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a new uplink tells of the device: which of the last requests it has agreed to, and what it
 * has changed by itself. An answer counts only for a request of the same kind in the downlink
 * before; what comes again later, or was never asked, disturbs nothing.
 */
final class MacAnswersReceived {

  /** A device that refuses a mask may lack channels; one that goes on so has another reason. */
  private static final int MAX_CHANNEL_DOUBTS = 2;

  private final MacUplink uplink;
  private final MacRules rules;
  private MacState state;

  private MacAnswersReceived(MacState before, MacUplink uplink, MacRules rules) {
    this.uplink = uplink;
    this.rules = rules;
    this.state = before;
  }

  /**
   * @param start what the device uses after a reset
   */
  static MacState in(
      MacUplink uplink, MacState before, Supplier<MacParameters> start, MacRules rules) {
    boolean reset =
        rules.understands().v11()
            && uplink.commands().stream().anyMatch(Reset.ResetInd.class::isInstance);
    var received =
        new MacAnswersReceived(reset ? MacState.start(start.get()) : before, uplink, rules);
    received.note();
    return received.state;
  }

  private void note() {
    var sent = state.asks().stream().filter(ask -> ask.outcome() == Outcome.SENT).toList();
    for (int i = 0; i < sent.size(); i++) {
      settle(sent.get(i), sent.subList(0, i));
    }
    noteDataRate();
    uplink.commands().stream()
        .filter(PingSlotInfoReq.class::isInstance)
        .map(PingSlotInfoReq.class::cast)
        .forEach(
            info ->
                state =
                    state.withCurrent(
                        ClassBRequests.periodicity(state.current(), info.periodicity())));
    uplink.commands().stream()
        .filter(DeviceMode.DeviceModeInd.class::isInstance)
        .map(DeviceMode.DeviceModeInd.class::cast)
        .forEach(mode -> state = state.withDeviceClass(mode.deviceClass()));
    state = state.withStickyUplinks(repeats(uplink.commands()) ? state.stickyUplinks() + 1 : 0);
  }

  /** Whether the device says things that it will say again until it hears the network. */
  static boolean repeats(List<MacCommand> commands) {
    return commands.stream()
        .anyMatch(
            command ->
                command instanceof Rekey
                    || command instanceof Reset
                    || command instanceof DeviceMode
                    || Subject.of(command).filter(Subject::sticky).isPresent());
  }

  /**
   * @param earlier what was sent before it in the same downlink
   */
  private void settle(Ask ask, List<Ask> earlier) {
    var request = ask.commands();
    var topic = Topic.of(ask.request());
    var answers = answers(request.get(0), earlier);
    if (answers.isEmpty()) {
      unanswered(ask, topic);
      return;
    }
    var refusal =
        answers.stream().map(Refusal::of).filter(why -> !why.isEmpty()).findFirst().orElse("");
    if (answers.get(0) instanceof DevStatusAns its) {
      state =
          state
              .without(topic)
              .withStatus(new DeviceStatus(its.battery(), its.margin(), uplink.at()));
    } else if (refusal.isEmpty() || onlyChannelsCount(answers)) {
      agreed(topic, request);
    } else {
      obeyedInPart(request, answers);
      state = state.with(ask.refused(refusal));
      if (answers.get(0) instanceof LinkADRAns) {
        learn(request, answers);
      }
    }
  }

  /**
   * The answers to a request: all that follow each other for a block of LinkADRReq, of which some
   * devices answer each and some the whole; else as many in order as the same kind was asked
   * before.
   */
  private List<MacCommand> answers(MacCommand request, List<Ask> earlier) {
    int cid = request.cid();
    var ofKind = uplink.commands().stream().filter(command -> command.cid() == cid).toList();
    if (cid == Subject.LINK.cid()) {
      return ofKind;
    }
    long before = earlier.stream().filter(ask -> ask.request().at(0) == cid).count();
    return ofKind.stream().skip(before).limit(1).toList();
  }

  private void agreed(Topic topic, List<MacCommand> request) {
    var before = state.current().link();
    state = state.without(topic).withCurrent(Subject.accepted(state.current(), request, rules));
    var after = state.current().link();
    boolean stronger = after.dataRate() == before.dataRate() && after.txPower() < before.txPower();
    if (stronger || after.nbTrans() > before.nbTrans()) {
      state = state.withLink(state.link().raised(uplink.fCnt()));
    }
  }

  /** Before 1.0.2 a device obeys each LinkADRReq that it does not refuse. */
  private void obeyedInPart(List<MacCommand> request, List<MacCommand> answers) {
    if (rules.since102() || request.size() != answers.size()) {
      return;
    }
    var obeyed =
        IntStream.range(0, request.size())
            .filter(i -> Refusal.of(answers.get(i)).isEmpty())
            .mapToObj(request::get)
            .toList();
    if (!obeyed.isEmpty()) {
      state = state.withCurrent(Subject.accepted(state.current(), obeyed, rules));
    }
  }

  private void unanswered(Ask ask, Topic topic) {
    var next = ask.unanswered(uplink.fCnt(), Negotiation.isUnsure(ask, rules));
    state = state.with(next);
    if (next.outcome() != Outcome.GIVEN_UP) {
      return;
    }
    if (topic.cid() == Subject.LINK.cid()) {
      state = state.withLink(state.link().failed(uplink.fCnt()));
    } else if (topic.cid() == Subject.STATUS.cid()) {
      state = state.withStatusTriedAt(uplink.at());
    }
  }

  /** Without the ADR bit devices heed the channels alone, and may say that of the rest. */
  private boolean onlyChannelsCount(List<MacCommand> answers) {
    return !uplink.adr()
        && answers.stream()
            .allMatch(answer -> answer instanceof LinkADRAns its && its.channelMaskOk());
  }

  private void learn(List<MacCommand> request, List<MacCommand> answers) {
    var links =
        answers.stream().filter(LinkADRAns.class::isInstance).map(LinkADRAns.class::cast).toList();
    var memory = state.link();
    if (links.stream().anyMatch(its -> !its.dataRateOk())) {
      memory = memory.refused(LinkRequests.dataRate(request), Optional.empty());
    }
    if (links.stream().anyMatch(its -> !its.powerOk())) {
      memory = memory.refused(Optional.empty(), LinkRequests.txPower(request));
    }
    if (links.stream().anyMatch(its -> !its.channelMaskOk())) {
      var sure = ChannelRequests.defaultsOnly(state.current(), rules);
      boolean doubtful = !sure.equals(state.current());
      if (doubtful && memory.failures().count() < MAX_CHANNEL_DOUBTS) {
        // Its channels are defined again, and then it is asked the same again.
        state = state.without(Topic.of(MacCommands.encode(request))).withCurrent(sure);
        memory = memory.doubted(uplink.fCnt());
      } else {
        memory = memory.failed(uplink.fCnt());
      }
    }
    state = state.withLink(memory);
  }

  /**
   * A device that was told its data rate and uses another has changed it by itself: when it hears
   * nothing it becomes louder and slower, and starts with full power.
   */
  private void noteDataRate() {
    var link = state.current().link();
    boolean settled = uplink.commands().stream().noneMatch(LinkADRAns.class::isInstance);
    if (!uplink.adr()
        || !settled
        || uplink.dataRate().isEmpty()
        || link.dataRate() == MacParameters.UNKNOWN
        || uplink.dataRate().getAsInt() == link.dataRate()) {
      return;
    }
    int now = uplink.dataRate().getAsInt();
    var asked =
        state
            .ask(new Topic(Subject.LINK.cid(), 0))
            .filter(ask -> LinkRequests.dataRate(ask.commands()).filter(is(now)).isPresent());
    boolean all = asked.filter(ask -> isObeyedAsAWhole(ask.commands())).isPresent();
    if (all && now > link.dataRate()) { // no device becomes faster by itself: its answer was lost
      agreed(new Topic(Subject.LINK.cid(), 0), asked.get().commands());
      return;
    }
    state =
        state.withCurrent(
            state
                .current()
                .withLink(
                    asked.isPresent()
                        ? new LinkSettings(now, link.txPower(), link.nbTrans())
                        : new LinkSettings(now, 0, 1)));
    if (asked.isEmpty()) {
      state = state.withLink(state.link().failed(uplink.fCnt()));
    }
  }

  private static Predicate<Integer> is(int dataRate) {
    return asked -> asked == dataRate;
  }

  /** A block of requests is one since 1.0.2. */
  private boolean isObeyedAsAWhole(List<MacCommand> block) {
    return rules.since102() || block.size() == 1;
  }
}
