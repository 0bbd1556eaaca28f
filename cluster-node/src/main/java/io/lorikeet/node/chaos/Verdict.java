package io.lorikeet.node.chaos;

import java.util.List;

/**
 * What became of one fault.
 *
 * @param violations what did not hold; empty if all did
 */
record Verdict(Fault fault, Figures figures, List<String> violations) {

  /**
   * What was counted.
   *
   * @param sent uplinks, each once
   * @param received of these, had by a node that survived
   * @param delivered of these, got by the subscriber
   * @param lostReceived received and not delivered
   * @param lostAcknowledged acknowledged to the device and not delivered
   * @param duplicated delivered under two ids
   * @param fCntTwice counters accepted twice
   * @param fCntDown counters of downlinks used twice
   * @param devNonce DevNonces accepted twice
   * @param gaps how long devices of dead nodes waited
   * @param rx1Missed share of confirmed uplinks not answered in RX1, 0 to 1
   * @param downlinksAccepted by the API
   * @param downlinksHeard by devices
   */
  record Figures(
      int sent,
      int received,
      int delivered,
      int lostReceived,
      int lostAcknowledged,
      long duplicated,
      long fCntTwice,
      long fCntDown,
      long devNonce,
      Gaps gaps,
      double rx1Missed,
      long downlinksAccepted,
      long downlinksHeard) {

    int lost() {
      return sent - delivered;
    }
  }

  Verdict {
    violations = List.copyOf(violations);
  }

  /** Of a fault that cannot happen here. */
  static Verdict notRun(Fault fault) {
    return new Verdict(
        fault, new Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, new Gaps(List.of()), 0, 0, 0), List.of());
  }

  /** What was not run has not failed; the table says so. */
  boolean holds() {
    return violations.isEmpty();
  }
}
