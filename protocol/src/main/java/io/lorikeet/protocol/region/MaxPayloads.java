package io.lorikeet.protocol.region;

import java.util.Arrays;
import java.util.List;

/**
 * The largest MACPayload of each data rate, in bytes, by index; {@link #NONE} where there is no
 * such data rate, 0 where it may not be used.
 *
 * @param free where the dwell time is not limited
 * @param dwell where a transmission lasts 400 ms at most
 * @param freeRepeater as {@code free}, where a repeater may be between
 * @param dwellRepeater as {@code dwell}, where a repeater may be between
 */
record MaxPayloads(
    List<Integer> free,
    List<Integer> dwell,
    List<Integer> freeRepeater,
    List<Integer> dwellRepeater) {

  static final int NONE = -1;

  /** A repeater wraps the frame and needs this much of the 250 bytes. */
  private static final int WITH_REPEATER = 230;

  MaxPayloads {
    free = List.copyOf(free);
    dwell = List.copyOf(dwell);
    freeRepeater = List.copyOf(freeRepeater);
    dwellRepeater = List.copyOf(dwellRepeater);
  }

  /** One table for all; a repeater only caps the largest. */
  static MaxPayloads of(Integer... sizes) {
    var free = Arrays.asList(sizes);
    return new MaxPayloads(free, free, capped(free, WITH_REPEATER), capped(free, WITH_REPEATER));
  }

  MaxPayloads withDwell(Integer... sizes) {
    var limited = Arrays.asList(sizes);
    return new MaxPayloads(free, limited, freeRepeater, capped(limited, WITH_REPEATER));
  }

  MaxPayloads withRepeater(Integer... sizes) {
    var other = Arrays.asList(sizes);
    return new MaxPayloads(free, dwell, other, dwell.equals(free) ? other : dwellRepeater);
  }

  MaxPayloads withDwellAndRepeater(Integer... sizes) {
    return new MaxPayloads(free, dwell, freeRepeater, Arrays.asList(sizes));
  }

  MaxPayload of(int dataRate, boolean dwellLimited, boolean repeater) {
    var table = dwellLimited ? (repeater ? dwellRepeater : dwell) : repeater ? freeRepeater : free;
    return MaxPayload.ofMacPayload(table.get(dataRate));
  }

  static List<Integer> capped(List<Integer> sizes, int most) {
    return sizes.stream().map(size -> Math.min(size, most)).toList();
  }
}
