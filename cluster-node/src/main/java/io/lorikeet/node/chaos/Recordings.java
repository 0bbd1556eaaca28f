package io.lorikeet.node.chaos;

import io.lorikeet.simulator.forwarder.Reception;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Somebody records frames in the air and sends them again later. On the loop. */
final class Recordings {

  private static final int KEPT = 5_000;

  /** Later than any receipt of the frame itself, and than most devices' next frame. */
  private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final SplittableRandom random;
  private final Deque<Reception> recorded = new ArrayDeque<>();
  private final List<Reception> old = new ArrayList<>();

  Recordings(SplittableRandom random) {
    this.random = random;
  }

  void add(Reception reception) {
    recorded.add(reception);
  }

  /** Sends one of the old frames again, if there is one. */
  void send(List<SimulatedGateway> gateways, long nanos) {
    while (!recorded.isEmpty() && nanos - recorded.peek().endNanos() > OLD_NANOS) {
      keep(recorded.remove());
    }
    if (old.isEmpty()) {
      return;
    }
    var its = old.get(random.nextInt(old.size()));
    var again =
        new Reception(nanos, its.frequencyHz(), its.modulation(), its.rssi(), its.snr(), its.phy());
    gateways.forEach(gateway -> gateway.receive(again));
  }

  private void keep(Reception reception) {
    if (old.size() < KEPT) {
      old.add(reception);
    } else {
      old.set(random.nextInt(KEPT), reception);
    }
  }
}
