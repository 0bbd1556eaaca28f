package io.lorikeet.node.chaos;

import io.lorikeet.node.local.LocalNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How many uplinks the nodes say that they have refused or given up, by what they measure. */
final class Refused {

  /** Of a copy, at its connection. */
  private static final Pattern COPIES =
      counter("gateway_dropped_total", "reason", "overloaded|unacknowledged");

  /** Of an uplink whose copies were collected. */
  private static final Pattern UPLINKS = counter("uplinks_total", "outcome", "overloaded");

  private Refused() {}

  private static Pattern counter(String name, String label, String values) {
    return Pattern.compile(
        "^lorikeet_%s\\{%s=\"(?:%s)\"[^}]*} (\\S+)$".formatted(name, label, values),
        Pattern.MULTILINE);
  }

  /**
   * Since the processes started; empty if one of them does not say it.
   *
   * @param copies how many gateways hear each uplink
   */
  static OptionalLong by(List<LocalNode> nodes, int copies) {
    long all = 0;
    for (var node : nodes) {
      var metrics = node.metrics();
      if (metrics.isEmpty()) {
        return OptionalLong.empty();
      }
      all += in(metrics.get(), copies);
    }
    return OptionalLong.of(all);
  }

  /** Of one node, in the text that Prometheus reads. */
  static long in(String metrics, int copies) {
    return sum(UPLINKS, metrics) + (sum(COPIES, metrics) + copies - 1) / copies;
  }

  private static long sum(Pattern counter, String metrics) {
    return counter
        .matcher(metrics)
        .results()
        .mapToLong(its -> (long) Double.parseDouble(its.group(1)))
        .sum();
  }
}
