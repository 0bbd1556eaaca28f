package io.lorikeet.node.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How long devices were without service after a node had died: for each device the first uplink
 * after the death that is delivered; if that had to wait, the device was without service until
 * then. What was sent after the next death waited for that one, and what was on its way then, too.
 *
 * @param waits shortest first
 */
record Gaps(List<Wait> waits) {

  /**
   * Of one device after one death.
   *
   * @param time from the death until service was back
   * @param first the uplink with which it was
   */
  record Wait(Duration time, Uplinks.Seen first) {}

  /** An uplink that is delivered sooner did not have to wait for anything to recover. */
  private static final long WAITED_NANOS = TimeUnit.SECONDS.toNanos(2);

  Gaps {
    waits = List.copyOf(waits);
  }

  static Gaps after(List<Stage.Death> deaths, List<Uplinks.Seen> uplinks) {
    var waits = new ArrayList<Wait>();
    for (var death : deaths) {
      long next =
          deaths.stream()
              .mapToLong(Stage.Death::nanos)
              .filter(its -> its > death.nanos())
              .min()
              .orElse(Long.MAX_VALUE);
      var its =
          uplinks.stream().filter(uplink -> uplink.sentNanos() < next - WAITED_NANOS).toList();
      waits.addAll(after(death, its));
    }
    waits.sort(Comparator.comparing(Wait::time));
    return new Gaps(waits);
  }

  private static List<Wait> after(Stage.Death death, List<Uplinks.Seen> uplinks) {
    Map<Integer, Uplinks.Seen> firsts = new HashMap<>();
    for (var uplink : uplinks) {
      if (uplink.deliveredNanos().filter(at -> at >= death.nanos()).isPresent()) {
        firsts.merge(uplink.key().device(), uplink, Gaps::sooner);
      }
    }
    return firsts.values().stream()
        .filter(its -> delivered(its) - its.sentNanos() > WAITED_NANOS)
        .map(its -> new Wait(Duration.ofNanos(delivered(its) - death.nanos()), its))
        .toList();
  }

  private static Uplinks.Seen sooner(Uplinks.Seen one, Uplinks.Seen other) {
    return delivered(one) <= delivered(other) ? one : other;
  }

  private static long delivered(Uplinks.Seen uplink) {
    return uplink.deliveredNanos().orElseThrow();
  }

  /** Empty if no device had to wait. */
  Optional<Duration> longest() {
    return at(100);
  }

  /** The shortest wait that {@code percent} of all do not exceed. */
  private Optional<Duration> at(int percent) {
    return waits.isEmpty()
        ? Optional.empty()
        : Optional.of(waits.get(Math.max(0, (waits.size() * percent + 99) / 100 - 1)).time());
  }

  /** As {@code 120 devices waited: 10.5 s in the median, 11.2 s 99 %, 11.9 s the longest}. */
  @Override
  public String toString() {
    return waits.isEmpty()
        ? "no device waited"
        : String.format(
            Locale.ROOT,
            "devices waited %d times: %s in the median, %s for 99 %%, %s the longest",
            waits.size(),
            seconds(at(50).orElseThrow()),
            seconds(at(99).orElseThrow()),
            seconds(at(100).orElseThrow()));
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
