package io.lorikeet.node.chaos;

import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.simulator.device.Window;
import java.util.HashSet;
import java.util.Set;

/** How the network answers confirmed uplinks, each transmission by itself. From any thread. */
final class Answers {

  private final Set<DevEui> waiting = new HashSet<>();
  private Counts counts = new Counts(0, 0, 0);

  /**
   * @param asked transmissions of confirmed uplinks
   * @param rx1 of these, answered in the first window
   * @param rx2 of these, answered in the second
   */
  record Counts(long asked, long rx1, long rx2) {

    Counts minus(Counts other) {
      return new Counts(asked - other.asked, rx1 - other.rx1, rx2 - other.rx2);
    }

    /** Share that was not answered in RX1, 0 to 1. */
    double missedRx1() {
      return asked == 0 ? 0 : 1 - (double) rx1 / asked;
    }
  }

  synchronized void asked(DevEui device) {
    waiting.add(device);
    counts = new Counts(counts.asked + 1, counts.rx1, counts.rx2);
  }

  synchronized void answered(DevEui device, Window window) {
    if (waiting.remove(device)) {
      boolean first = window == Window.RX1;
      counts = new Counts(counts.asked, counts.rx1 + (first ? 1 : 0), counts.rx2 + (first ? 0 : 1));
    }
  }

  synchronized Counts counts() {
    return counts;
  }
}
