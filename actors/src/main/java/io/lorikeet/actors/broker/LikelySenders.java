package io.lorikeet.actors.broker;

import io.lorikeet.protocol.id.DevEui;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which of the devices on one address a frame is probably from: whoever's counter comes next. A
 * guess, kept in memory only; when it is wrong, the others are asked as well.
 *
 * <p>Not thread-safe: it belongs to one actor.
 */
final class LikelySenders {

  /** Fewer are asked all at once: nothing would be gained. */
  static final int WORTHWHILE = 8;

  /** Frames that were not heard. */
  private static final int MISSED = 2;

  private static final int COUNTER = 0xffff;

  private final Map<DevEui, Integer> counters = new HashMap<>(2);

  /**
   * The frame was this device's.
   *
   * @param fCnt the counter as the frame has it: the lower 16 bits
   * @param all who uses the address; others are forgotten
   */
  void learn(DevEui devEui, int fCnt, Set<DevEui> all) {
    counters.put(devEui, fCnt);
    if (counters.size() > all.size()) {
      counters.keySet().retainAll(all);
    }
  }

  /** Those of {@code all} to ask first, perhaps all of them; never empty unless {@code all} is. */
  Set<DevEui> of(int fCnt, Set<DevEui> all) {
    if (all.size() < WORTHWHILE) {
      return all;
    }
    var likely = new HashSet<DevEui>();
    counters.forEach(
        (devEui, last) -> {
          int ahead = (fCnt - last) & COUNTER;
          if (ahead <= 1 + MISSED && all.contains(devEui)) {
            likely.add(devEui);
          }
        });
    return likely.isEmpty() ? all : likely;
  }
}
