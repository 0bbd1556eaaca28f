package io.lorikeet.actors.networkserver.mac;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import java.util.List;

/**
 * What a device was asked last about one subject, and what came of it. One that it agreed to is
 * forgotten.
 *
 * @param request the commands, as they were sent
 * @param tries how often it was sent since the last pause
 * @param rounds how often it was given up
 * @param notBefore the uplink counter from which on it may be asked again after it was given up
 * @param reason what the device did not like; empty if it did not refuse
 */
public record Ask(
    Payload request, Outcome outcome, int tries, int rounds, long notBefore, String reason)
    implements CborSerializable {

  /** A downlink may get lost, and so may an answer. */
  static final int MAX_TRIES = 3;

  /** After this many rounds of tries a device is taken to be deaf to the request. */
  static final int MAX_ROUNDS = 4;

  private static final int FIRST_PAUSE = 64;

  /** Where a device that may have obeyed unheard listens is not known: that must not last. */
  private static final int FIRST_PAUSE_UNSURE = 2;

  private static final int PAUSE_FACTOR = 4;

  public enum Outcome {
    /** In the last downlink. */
    SENT,
    /** Not answered; it is sent again. */
    UNANSWERED,
    /** Not answered however often it was sent. It may be tried again after a pause, or not. */
    GIVEN_UP,
    /** The device did not agree; it is not asked the same again. */
    REFUSED
  }

  static Ask first(Payload request) {
    return new Ask(request, Outcome.SENT, 1, 0, 0, "");
  }

  /** What is to be sent as soon as can be. */
  static Ask wanted(Payload request) {
    return new Ask(request, Outcome.UNANSWERED, 0, 0, 0, "");
  }

  public List<MacCommand> commands() {
    return MacCommands.parse(Direction.DOWN, request);
  }

  /** Whether the device may be asked this now, after all that was. */
  boolean allows(Payload next, long fCnt) {
    return switch (outcome) {
      case SENT -> false;
      case UNANSWERED -> true;
      case GIVEN_UP -> !next.equals(request) || (rounds < MAX_ROUNDS && fCnt >= notBefore);
      case REFUSED -> !next.equals(request);
    };
  }

  /**
   * A try that follows a vain one counts as another, even if it asks for something else: a deaf
   * device is deaf to that too.
   */
  Ask again(Payload next) {
    if (outcome == Outcome.UNANSWERED) {
      return new Ask(next, Outcome.SENT, tries + 1, rounds, 0, "");
    }
    return next.equals(request) ? new Ask(request, Outcome.SENT, 1, rounds, 0, "") : first(next);
  }

  /**
   * @param unsure whether it is about how the device listens, and the answer is given only once
   */
  Ask unanswered(long fCnt, boolean unsure) {
    if (tries < MAX_TRIES) {
      return new Ask(request, Outcome.UNANSWERED, tries, rounds, 0, "");
    }
    long pause = unsure ? FIRST_PAUSE_UNSURE : FIRST_PAUSE;
    for (int i = 0; i < rounds; i++) {
      pause *= PAUSE_FACTOR;
    }
    return new Ask(request, Outcome.GIVEN_UP, tries, rounds + 1, fCnt + pause, "");
  }

  Ask refused(String why) {
    return new Ask(request, Outcome.REFUSED, tries, rounds, 0, why);
  }
}
