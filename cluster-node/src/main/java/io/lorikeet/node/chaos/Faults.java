package io.lorikeet.node.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All faults, the most important ones first. */
final class Faults {

  /** Devices of a dead node are served again after this at the latest. */
  static final Duration BACK = Duration.ofSeconds(12);

  private Faults() {}

  /**
   * @param previous a built checkout of the previous version, if there is one
   */
  static List<Fault> all(Scale scale, Optional<Path> previous) {
    return List.of(
        new Quiet(),
        new Kills(scale.killing()),
        new RollingRestart(),
        new PausedNode(scale.halt()),
        new BrokerAway(scale.brokerAway()),
        new StoreAway(scale.storeAway()),
        new MixedVersions(previous, scale.halt().multipliedBy(2)),
        new SlowStore(scale.halt()),
        new Partition(scale.partition()),
        new FlappingLink(scale.partition()),
        new FullDisk(scale.storeAway()));
  }
}
