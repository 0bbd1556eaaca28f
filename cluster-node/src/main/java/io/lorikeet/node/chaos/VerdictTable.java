package io.lorikeet.node.chaos;

import java.util.List;
import java.util.Locale;

/** What a run has shown, for people. */
final class VerdictTable {

  private static final String ROW = "  %-10s %-9s %7s %9s %9s %6s %9s %9s %9s %8s %7s %9s %11s%n";

  private VerdictTable() {}

  static String of(List<Verdict> verdicts) {
    var text = new StringBuilder();
    text.append(
        row(
            "fault",
            "",
            "sent",
            "received",
            "delivered",
            "lost",
            "two ids",
            "FCnt 2x",
            "FCntDown",
            "DevNonce",
            "gap",
            "RX1 miss",
            "downlinks"));
    for (var verdict : verdicts) {
      var impossible = verdict.fault().impossible();
      if (impossible.isPresent()) {
        text.append("  %-10s NOT RUN   %s%n".formatted(verdict.fault().name(), impossible.get()));
        continue;
      }
      var its = verdict.figures();
      text.append(
          row(
              verdict.fault().name(),
              verdict.holds() ? "held" : "VIOLATED",
              its.sent(),
              its.received(),
              its.delivered(),
              its.lost(),
              its.duplicated(),
              its.fCntTwice(),
              its.fCntDown(),
              its.devNonce(),
              its.gaps().longest().map(Gaps::seconds).orElse("-"),
              String.format(Locale.ROOT, "%.2f %%", 100 * its.rx1Missed()),
              its.downlinksHeard() + "/" + its.downlinksAccepted()));
      if (!its.gaps().waits().isEmpty()) {
        text.append("      ").append(its.gaps()).append('\n');
      }
      verdict.violations().forEach(what -> text.append("      ").append(what).append('\n'));
    }
    return text.toString();
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }
}
