package io.lorikeet.node.chaos;

import io.lorikeet.node.local.LocalNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How many frames the nodes say that they have not passed on, by what they measure. */
final class Refused {

  /** A frame that went no further, at its connection or after copies were collected. */
  private static final Pattern COUNTER =
      Pattern.compile(
          "^(?:lorikeet_gateway_dropped_total\\{reason=\"(?:overloaded|unacknowledged)\"}"
              + "|lorikeet_uplinks_total\\{outcome=\"(?!delivered|joined|repeated)\\w+\"}) (\\S+)$",
          Pattern.MULTILINE);

  private Refused() {}

  /** Since the processes started; empty if one of them does not say it. */
  static OptionalLong by(List<LocalNode> nodes) {
    long all = 0;
    for (var node : nodes) {
      var metrics = node.metrics();
      if (metrics.isEmpty()) {
        return OptionalLong.empty();
      }
      all += in(metrics.get());
    }
    return OptionalLong.of(all);
  }

  /** Of one node, in the text that Prometheus reads. */
  static long in(String metrics) {
    return COUNTER
        .matcher(metrics)
        .results()
        .mapToLong(its -> (long) Double.parseDouble(its.group(1)))
        .sum();
  }
}
