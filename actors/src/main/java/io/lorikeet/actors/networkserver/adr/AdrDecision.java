package io.lorikeet.actors.networkserver.adr;

import io.lorikeet.actors.CborSerializable;

/**
 * How a device shall send, and why.
 *
 * @param wanted what it comes to; the current settings if nothing is to change
 * @param marginDb what the best uplink had beyond need and margin, dB; 0 if nothing was measured
 * @param uplinks on how many it rests
 * @param loss the part of the uplinks that got lost, 0 to 1
 */
public record AdrDecision(
    LinkSettings wanted, Reason reason, double marginDb, int uplinks, double loss)
    implements CborSerializable {

  /** What made the decision, the strongest first. */
  public enum Reason {
    /** The operator has fixed it. */
    FIXED_BY_OPERATOR,
    /** The current settings are outside of what is allowed. */
    OUTSIDE_LIMITS,
    /** Nothing has been heard since the last change. */
    NO_UPLINKS,
    /** The signal says nothing of other data rates: FSK and LR-FHSS. */
    NOT_LORA,
    /** The limits, or what the device has refused, leave nothing to choose. */
    NOTHING_ALLOWED,
    /** Heard better than needed: a faster data rate. */
    FASTER,
    /** Heard better than needed at the fastest allowed data rate: less power. */
    LESS_POWER,
    /** Heard worse than wanted: more power. */
    MORE_POWER,
    /** Another number of repetitions, for the loss. */
    REPETITIONS,
    /** It is as it should be, or not worth a downlink. */
    GOOD
  }

  /** Nothing changes. */
  static AdrDecision keep(LinkSettings current, Reason reason, AdrHistory history) {
    return new AdrDecision(current, reason, 0, history.size(), 0);
  }
}
