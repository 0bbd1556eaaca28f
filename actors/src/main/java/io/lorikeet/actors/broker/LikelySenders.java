package io.lorikeet.actors.broker;

import io.lorikeet.protocol.id.DevEui;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the devices on one address a frame is probably from: whose counter comes next, and of
 * those, who was silent the longest. A guess, kept in memory only; when it is wrong, others are
 * asked as well: a few first, then more, then all.
 *
 * <p>Not thread-safe: it belongs to one actor.
 */
final class LikelySenders {

  /** Fewer are asked all at once: nothing would be gained. */
  static final int WORTHWHILE = 8;

  /** Each question is a message and a check of a signature, and one of them is the right one. */
  static final int FIRST = 16;

  /** When it was none of the first. */
  static final int SECOND = 256;

  /** Frames that were not heard. */
  private static final int MISSED = 2;

  private static final int COUNTER = 0xffff;

  /** Who was heard last comes last. */
  private final Map<DevEui, Integer> counters = new LinkedHashMap<>(2);

  /**
   * The frame was this device's.
   *
   * @param fCnt the counter as the frame has it: the lower 16 bits
   * @param all who uses the address; others are forgotten
   */
  void learn(DevEui devEui, int fCnt, Set<DevEui> all) {
    counters.remove(devEui);
    counters.put(devEui, fCnt);
    if (counters.size() > all.size()) {
      counters.keySet().retainAll(all);
    }
  }

  /**
   * Whom to ask next.
   *
   * @param asked who of {@code all} has been asked
   * @return the likely ones of those not asked yet; all of these when none of them is likely; none
   *     when all were asked
   */
  Set<DevEui> next(int fCnt, Set<DevEui> all, Set<DevEui> asked) {
    if (all.size() >= WORTHWHILE) {
      var likely = likely(fCnt, all, asked, asked.isEmpty() ? FIRST : SECOND);
      if (!likely.isEmpty()) {
        return likely;
      }
    }
    if (asked.isEmpty()) {
      return all;
    }
    var others = new HashSet<>(all);
    others.removeAll(asked);
    return others;
  }

  private Set<DevEui> likely(int fCnt, Set<DevEui> all, Set<DevEui> asked, int limit) {
    var next = new LinkedHashSet<DevEui>();
    List<DevEui> near = new ArrayList<>();
    for (var counter : counters.entrySet()) {
      if (next.size() == limit) {
        return next;
      }
      int ahead = (fCnt - counter.getValue()) & COUNTER;
      var devEui = counter.getKey();
      if (ahead > 1 + MISSED || asked.contains(devEui) || !all.contains(devEui)) {
        continue;
      }
      if (ahead == 1) {
        next.add(devEui);
      } else if (near.size() < limit) {
        near.add(devEui);
      }
    }
    // Some were not heard, or it repeats what was.
    near.stream().limit(limit - next.size()).forEach(next::add);
    return next;
  }
}
