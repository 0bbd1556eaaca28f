package io.lorikeet.node.chaos;

import io.lorikeet.node.chaos.Incident.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Holds what was seen against what was demanded. Knows nothing of the nodes. */
final class Judge {

  /**
   * A node that dies sooner after a PUSH_ACK may take the frame with it: so long it may have had to
   * keep it because the frame's entities were on a node that had died before.
   */
  static final Duration SURVIVED = Duration.ofSeconds(15);

  /** An uplink that is delivered sooner did not have to wait for anything to recover. */
  private static final long WAITED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int SHOWN = 5;

  private Judge() {}

  /**
   * All that was seen of one fault.
   *
   * @param uplinks sent meanwhile
   * @param overNanos from when on everything must be as usual again; empty: no matter
   */
  record Evidence(
      List<Uplinks.Seen> uplinks,
      List<Incident> incidents,
      List<Stage.Death> deaths,
      Answers.Counts answers,
      long downlinksAccepted,
      long downlinksHeard,
      Optional<Long> overNanos) {}

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
            gap(evidence),
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
      violations.add("%d lost (expected: %s)".formatted(missing, demands.delivered()));
    }
    if (figures.lostAcknowledged() > 0) {
      violations.add(figures.lostAcknowledged() + " acknowledged to the device and lost");
    }
    demands
        .back()
        .filter(limit -> figures.gap().filter(gap -> gap.compareTo(limit) > 0).isPresent())
        .ifPresent(
            limit ->
                violations.add(
                    String.format(
                        Locale.ROOT,
                        "devices of a dead node served again after %.1f s (expected: %d s)",
                        figures.gap().orElseThrow().toMillis() / 1000.0,
                        limit.toSeconds())));
    long after =
        evidence.uplinks().stream()
            .filter(its -> its.deliveredNanos().isEmpty())
            .filter(its -> evidence.overNanos().filter(at -> its.sentNanos() > at).isPresent())
            .count();
    if (after > 0) {
      violations.add(after + " lost after it was over");
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
      if (!those.isEmpty() && (kind != Kind.OUT_OF_ORDER || demands.inOrder())) {
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
        .anyMatch(
            receipt ->
                deaths.stream()
                    .noneMatch(
                        death ->
                            death.node() == receipt.node()
                                && death.nanos() >= receipt.nanos()
                                && death.nanos() - receipt.nanos() < SURVIVED.toNanos()));
  }

  /**
   * For each death and each device, the first uplink after the death that is delivered: if it had
   * to wait, the device was without service until then. The longest of these times.
   */
  private static Optional<Duration> gap(Evidence evidence) {
    return evidence.deaths().stream()
        .flatMap(death -> backAfter(death, evidence.uplinks()).stream())
        .max(Duration::compareTo);
  }

  private static Optional<Duration> backAfter(Stage.Death death, List<Uplinks.Seen> uplinks) {
    Map<Integer, Uplinks.Seen> firsts = new HashMap<>();
    for (var uplink : uplinks) {
      var delivered = uplink.deliveredNanos();
      if (delivered.filter(at -> at >= death.nanos()).isPresent()) {
        firsts.merge(
            uplink.key().device(),
            uplink,
            (one, other) ->
                one.deliveredNanos().orElseThrow() <= other.deliveredNanos().orElseThrow()
                    ? one
                    : other);
      }
    }
    return firsts.values().stream()
        .filter(its -> its.deliveredNanos().orElseThrow() - its.sentNanos() > WAITED_NANOS)
        .map(its -> Duration.ofNanos(its.deliveredNanos().orElseThrow() - death.nanos()))
        .max(Duration::compareTo);
  }
}
