package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.networkserver.mac.Ask.Outcome;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.mac.DevStatus.DevStatusReq;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings a device from what it uses to what it shall use. It ends for every device: each request is
 * tried a few times, then given up for ever longer; what was refused is not asked again; and what
 * the network wants anew by itself, the link, waits the longer the more often it came to nothing.
 */
public final class Negotiation {

  /** What FOpts of the next uplink carries; more answers would cost the device an uplink. */
  private static final int MAX_ANSWER_BYTES = 15;

  /** Sticky answers fill uplinks until the device hears us: not too many at once. */
  private static final int MAX_STICKY = 2;

  /** Downlinks in a row that only answer sticky answers. */
  private static final int MAX_STICKY_UPLINKS = 8;

  private Negotiation() {}

  /**
   * The state after an uplink that has not been seen before.
   *
   * @param start what the device uses after a reset
   */
  public static MacState received(
      MacState state, MacUplink uplink, Supplier<MacParameters> start, MacRules rules) {
    return MacAnswersReceived.in(uplink, state, start, rules);
  }

  /**
   * Whether the device repeats its answers until it hears us. One that does not stop although it is
   * answered again and again is left alone.
   */
  public static boolean needsHearing(MacState state) {
    return state.stickyUplinks() > 0 && state.stickyUplinks() <= MAX_STICKY_UPLINKS;
  }

  /**
   * What a device uses in the windows of an uplink. Before 1.0.2 it says once only that it listens
   * otherwise from now on: if that may have got lost, it is answered there every other time.
   *
   * @param state after the uplink
   * @param turn counts answers
   */
  public static MacParameters listens(MacState state, MacRules rules, long turn) {
    var uses = state.current();
    for (var ask : state.asks()) {
      boolean vain = ask.outcome() == Outcome.UNANSWERED || ask.outcome() == Outcome.GIVEN_UP;
      if (turn % 2 == 1 && vain && isUnsure(ask, rules)) {
        uses = Subject.accepted(uses, ask.commands(), rules);
      }
    }
    return uses;
  }

  /** Whether without an answer it is not known where the device listens. */
  static boolean isUnsure(Ask ask, MacRules rules) {
    int cid = Topic.of(ask.request()).cid();
    return !rules.since102()
        && (cid == Subject.RX_PARAMETERS.cid() || cid == Subject.RX_TIMING.cid());
  }

  /**
   * What is wanted of a device.
   *
   * @param parameters what it shall use
   * @param status whether it shall say how it is
   */
  public record Desired(MacParameters parameters, boolean status) {}

  /**
   * The next requests.
   *
   * @param current what the device uses, with what was seen of its last uplink
   * @param bytes room for the commands
   * @param fCnt of the uplink that is answered
   */
  public static MacPlan next(
      MacState state,
      MacParameters current,
      Desired desired,
      MacRules rules,
      int bytes,
      long fCnt) {
    if (state.awaitsAnswers()) { // the same uplink was answered before
      return new MacPlan(List.of(), state);
    }
    var frame = new Frame(state, bytes, fCnt);
    frame.addRejoin();
    for (var subject : Subject.values()) {
      if (subject == Subject.STATUS && desired.status()) {
        frame.addStatus();
      }
      for (var request : subject.requests(current, desired.parameters(), rules)) {
        frame.add(subject, request);
      }
    }
    return new MacPlan(frame.commands, frame.state);
  }

  /**
   * The state without requests that are over though the device has not agreed: what they asked for
   * is not wanted any more, or holds without them. They stay where they are, as the device may be
   * asked the same some day.
   */
  public static MacState open(MacState state, Desired desired, MacRules rules) {
    var wanted = new HashMap<Topic, Payload>();
    for (var subject : Subject.values()) {
      for (var request : subject.requests(state.current(), desired.parameters(), rules)) {
        var encoded = MacCommands.encode(request);
        wanted.put(Topic.of(encoded), encoded);
      }
    }
    return state.keep(ask -> isOpen(ask, wanted, desired.status()));
  }

  private static boolean isOpen(Ask ask, Map<Topic, Payload> wanted, boolean status) {
    var topic = Topic.of(ask.request());
    if (ask.outcome() == Outcome.SENT || topic.equals(Topic.REJOIN)) {
      return true;
    }
    if (topic.cid() == Subject.STATUS.cid()) {
      return status;
    }
    var request = Optional.ofNullable(wanted.get(topic));
    // A block for the link says more than was refused of it.
    boolean refusal = ask.outcome() == Outcome.REFUSED && topic.cid() != Subject.LINK.cid();
    return refusal ? request.filter(ask.request()::equals).isPresent() : request.isPresent();
  }

  /**
   * What was asked after an uplink that the device sends again: it has not heard it. As much of it
   * as has room; no more than a repetition of the same try.
   */
  public static List<MacCommand> again(MacState state, int bytes) {
    var commands = new ArrayList<MacCommand>();
    int room = bytes;
    for (var ask : state.asks()) {
      if (ask.outcome() == Outcome.SENT && ask.request().size() <= room) {
        room -= ask.request().size();
        commands.addAll(ask.commands());
      }
    }
    return commands;
  }

  /** A downlink that is being filled. */
  private static final class Frame {

    private final long fCnt;
    private final List<MacCommand> commands = new ArrayList<>();
    private MacState state;
    private int room;
    private int answerRoom = MAX_ANSWER_BYTES;
    private int stickyRoom = MAX_STICKY;

    Frame(MacState state, int room, long fCnt) {
      this.state = state;
      this.room = room;
      this.fCnt = fCnt;
    }

    /** As often as any request, then it is given up. */
    void addRejoin() {
      state
          .ask(Topic.REJOIN)
          .filter(ask -> ask.outcome() == Outcome.UNANSWERED && ask.request().size() <= room)
          .ifPresent(
              ask -> {
                room -= ask.request().size();
                commands.addAll(ask.commands());
                state = state.with(ask.again(ask.request()));
              });
    }

    void add(Subject subject, List<MacCommand> request) {
      var encoded = MacCommands.encode(request);
      if (isAllowed(subject, encoded) && fits(subject, request, encoded)) {
        send(subject, request, encoded);
      }
    }

    /** It becomes due once in a period, whatever came of it before. */
    void addStatus() {
      var request = List.<MacCommand>of(new DevStatusReq());
      var encoded = MacCommands.encode(request);
      var topic = Topic.of(encoded);
      if (state.ask(topic).filter(ask -> ask.outcome() == Outcome.GIVEN_UP).isPresent()) {
        state = state.without(topic);
      }
      if (fits(Subject.STATUS, request, encoded)) {
        send(Subject.STATUS, request, encoded);
      }
    }

    private boolean isAllowed(Subject subject, Payload encoded) {
      boolean before =
          state.ask(Topic.of(encoded)).map(ask -> ask.allows(encoded, fCnt)).orElse(true);
      return before && (subject != Subject.LINK || isLinkAllowed());
    }

    /** A mask beside a new channel would switch that off. */
    private boolean isLinkAllowed() {
      return state.link().failures().isOver(fCnt)
          && commands.stream().noneMatch(command -> command.cid() == Subject.NEW_CHANNEL.cid());
    }

    private boolean fits(Subject subject, List<MacCommand> request, Payload encoded) {
      return encoded.size() <= room
          && request.size() * subject.answerSize() <= answerRoom
          && (!subject.sticky() || stickyRoom > 0);
    }

    private void send(Subject subject, List<MacCommand> request, Payload encoded) {
      room -= encoded.size();
      answerRoom -= request.size() * subject.answerSize();
      stickyRoom -= subject.sticky() ? 1 : 0;
      commands.addAll(request);
      state =
          state.with(
              state
                  .ask(Topic.of(encoded))
                  .map(ask -> ask.again(encoded))
                  .orElseGet(() -> Ask.first(encoded)));
    }
  }
}
