package io.lorikeet.node.chaos;

import java.time.Duration;

/** Every answer of Cassandra is late. */
record SlowStore(Duration time) implements Fault {

  private static final Duration DELAY = Duration.ofMillis(200);

  @Override
  public String name() {
    return "slow-store";
  }

  @Override
  public String what() {
    return "every answer of Cassandra %d ms late for %d s"
        .formatted(DELAY.toMillis(), time.toSeconds());
  }

  @Override
  public Ground ground() {
    return Ground.WIRES;
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_ACKNOWLEDGED).restIsCounted();
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    var nodes = stage.processes();
    stage.wires().slowStore(DELAY);
    try {
      stage.pause(time);
    } finally {
      stage.wires().slowStore(Duration.ZERO);
    }
    stage.awaitServing();
    stage.sameProcesses(nodes);
  }
}
