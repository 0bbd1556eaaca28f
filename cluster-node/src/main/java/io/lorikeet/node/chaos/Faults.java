package io.lorikeet.node.chaos;

import java.time.Duration;
import java.util.List;

/** All faults, the most important ones first. */
final class Faults {

  /** Devices of a dead node are served again after this at the latest. */
  static final Duration BACK = Duration.ofSeconds(12);

  private Faults() {}

  static List<Fault> all(Scale scale) {
    return List.of(
        new Quiet(),
        new Kills(scale.killing()),
        new RollingRestart(),
        new PausedNode(scale.halt()),
        new BrokerAway(scale.brokerAway()),
        new StoreAway(scale.storeAway()),
        new SlowStore(scale.halt()),
        new Partition(scale.partition()),
        new FlappingLink(scale.partition()));
  }
}
