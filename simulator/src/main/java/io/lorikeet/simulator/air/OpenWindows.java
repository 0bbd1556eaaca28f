package io.lorikeet.simulator.air;

import io.lorikeet.simulator.device.Radio;
import io.lorikeet.simulator.forwarder.Emission;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All receive windows to come, by time, so that a downlink finds its few among thousands. */
final class OpenWindows {

  /** How long windows stay that are over, for the loop may be late. */
  private static final long KEPT_NANOS = 5_000_000_000L;

  private final NavigableMap<Long, List<Radio.Listening>> byStart = new TreeMap<>();

  void add(Radio.Listening listening, long now) {
    byStart.headMap(now - KEPT_NANOS).clear();
    byStart.computeIfAbsent(listening.startNanos(), unused -> new ArrayList<>()).add(listening);
  }

  /** The windows in which what is sent could be heard: its time, frequency, modulation, IQ. */
  List<Radio.Listening> hearing(Emission emission) {
    var hearing = new ArrayList<Radio.Listening>();
    if (!emission.request().invertedIq()) {
      return hearing;
    }
    long start = emission.startNanos();
    var near =
        byStart.subMap(start - Radio.TOLERANCE_NANOS, true, start + Radio.TOLERANCE_NANOS, true);
    for (var listenings : near.values()) {
      for (var listening : listenings) {
        if (listening.frequencyHz() == emission.request().frequencyHz()
            && listening.modulation().equals(emission.request().modulation())) {
          hearing.add(listening);
        }
      }
    }
    return hearing;
  }
}
