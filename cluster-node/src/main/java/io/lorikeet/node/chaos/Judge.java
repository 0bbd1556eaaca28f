package io.lorikeet.node.chaos;

import io.lorikeet.node.chaos.Incident.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Holds what was seen against what was demanded. Knows nothing of the nodes. */
final class Judge {

  /**
   * A node that dies sooner after a PUSH_ACK may take the frame with it: so long it may have had to
   * keep it because the frame's entities were on a node that had died before.
   */
  static final Duration SURVIVED = Duration.ofSeconds(15);

  private static final int SHOWN = 5;

  private Judge() {}

  /**
   * All that was seen of one fault.
   *
   * @param uplinks sent meanwhile
   * @param overNanos from when on everything must be as usual again; empty: no matter
   * @param refused frames that the nodes counted as not passed on; empty: they do not say it
   */
  record Evidence(
      List<Uplinks.Seen> uplinks,
      List<Incident> incidents,
      List<Stage.Death> deaths,
      Answers.Counts answers,
      long downlinksAccepted,
      long downlinksHeard,
      Optional<Long> overNanos,
      OptionalLong refused) {}

  static Verdict judge(Fault fault, Evidence evidence) {
    var received =
        evidence.uplinks().stream().filter(its -> survived(its, evidence.deaths())).toList();
    var lost = evidence.uplinks().stream().filter(its -> its.deliveredNanos().isEmpty()).toList();
    var figures =
        new Verdict.Figures(
            evidence.uplinks().size(),
            received.size(),
            evidence.uplinks().size() - lost.size(),
            (int) received.stream().filter(its -> its.deliveredNanos().isEmpty()).count(),
            (int) lost.stream().filter(Uplinks.Seen::acknowledged).count(),
            count(evidence, Kind.DUPLICATED),
            count(evidence, Kind.F_CNT_TWICE),
            count(evidence, Kind.F_CNT_DOWN_REUSED),
            count(evidence, Kind.DEV_NONCE_REUSED),
            Gaps.after(evidence.deaths(), evidence.uplinks()),
            evidence.answers().missedRx1(),
            evidence.downlinksAccepted(),
            evidence.downlinksHeard());
    return new Verdict(fault, figures, violations(fault.demands(), figures, evidence));
  }

  private static List<String> violations(
      Demands demands, Verdict.Figures figures, Evidence evidence) {
    var violations = new ArrayList<String>();
    int missing =
        switch (demands.delivered()) {
          case ALL_SENT -> figures.lost();
          case ALL_RECEIVED -> figures.lostReceived();
          case ALL_ACKNOWLEDGED -> figures.lostAcknowledged();
        };
    if (missing > 0) {
      violations.add(
          "%d lost (expected: %s): %s"
              .formatted(
                  missing, demands.delivered(), missing(evidence.uplinks(), demands, evidence)));
    }
    if (figures.lostAcknowledged() > 0) {
      violations.add(figures.lostAcknowledged() + " acknowledged to the device and lost");
    }
    demands
        .back()
        .filter(
            limit -> figures.gaps().longest().filter(its -> its.compareTo(limit) > 0).isPresent())
        .ifPresent(
            limit ->
                violations.add(
                    "a device of a dead node served again after %s (expected: %d s)"
                        .formatted(
                            Gaps.seconds(figures.gaps().longest().orElseThrow()),
                            limit.toSeconds())));
    long after =
        evidence.uplinks().stream()
            .filter(its -> its.deliveredNanos().isEmpty())
            .filter(its -> evidence.overNanos().filter(at -> its.sentNanos() > at).isPresent())
            .count();
    if (after > 0) {
      violations.add(after + " lost after it was over");
    }
    if (demands.restCounted() && figures.lost() > evidence.refused().orElse(0)) {
      violations.add(
          "%d lost, and of %s frames nodes say that they refused or gave them up"
              .formatted(
                  figures.lost(),
                  evidence.refused().isPresent() ? evidence.refused().getAsLong() : "no"));
    }
    if (figures.rx1Missed() > demands.rx1Missed().orElse(1)) {
      violations.add(
          String.format(
              Locale.ROOT,
              "%.2f %% not answered in RX1 (expected: at most %.2f %%)",
              100 * figures.rx1Missed(),
              100 * demands.rx1Missed().orElseThrow()));
    }
    for (var kind : Kind.values()) {
      var those = evidence.incidents().stream().filter(its -> its.kind() == kind).toList();
      boolean matters =
          kind != Kind.F_CNT_DOWN_CROSSED && (kind != Kind.OUT_OF_ORDER || demands.inOrder());
      if (!those.isEmpty() && matters) {
        violations.add(those.size() + " " + kind + ": " + first(those));
      }
    }
    return violations;
  }

  private static String first(List<Incident> incidents) {
    return String.join("; ", incidents.stream().limit(SHOWN).map(Incident::what).toList());
  }

  private static long count(Evidence evidence, Kind kind) {
    return evidence.incidents().stream().filter(its -> its.kind() == kind).count();
  }

  /** Whether one of the nodes that acknowledged the uplink lived on for long enough. */
  private static boolean survived(Uplinks.Seen uplink, List<Stage.Death> deaths) {
    return uplink.receipts().stream()
        .anyMatch(receipt -> deaths.stream().noneMatch(death -> takes(death, receipt)));
  }

  private static boolean takes(Stage.Death death, Uplinks.Receipt receipt) {
    return death.node() == receipt.node()
        && receipt.nanos() > death.nanos() - SURVIVED.toNanos()
        && receipt.nanos() < death.backNanos();
  }

  /** The first of what is missing, for people. */
  private static String missing(List<Uplinks.Seen> uplinks, Demands demands, Evidence evidence) {
    long start = evidence.uplinks().get(0).sentNanos();
    return uplinks.stream()
        .filter(its -> its.deliveredNanos().isEmpty())
        .filter(
            its ->
                switch (demands.delivered()) {
                  case ALL_SENT -> true;
                  case ALL_RECEIVED -> survived(its, evidence.deaths());
                  case ALL_ACKNOWLEDGED -> its.acknowledged();
                })
        .limit(SHOWN)
        .map(
            its ->
                String.format(
                    Locale.ROOT,
                    "%s/%d sent at %.1f s",
                    Population.devId(its.key().device()),
                    its.key().fCnt(),
                    (its.sentNanos() - start) / 1e9))
        .collect(Collectors.joining(", "));
  }
}
