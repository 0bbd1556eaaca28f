package io.lorikeet.node.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
   * @param gap the longest until a device of a dead node was served again; empty if none waited
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
      Optional<Duration> gap,
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

  boolean holds() {
    return violations.isEmpty();
  }
}
