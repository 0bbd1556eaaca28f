package io.lorikeet.node.chaos;

import java.time.Duration;

/** Cassandra is killed, and killed again whenever it comes back within the time. */
record StoreAway(Duration away) implements Fault {

  private static final Duration AGAIN = Duration.ofMillis(500);

  @Override
  public String name() {
    return "store";
  }

  @Override
  public String what() {
    return "kill -9 of Cassandra, again and again for %d s".formatted(away.toSeconds());
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_ACKNOWLEDGED).restIsCounted();
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    var nodes = stage.processes();
    var cassandra = stage.cluster().cassandra();
    long end = System.nanoTime() + away.toNanos();
    long last = 0;
    while (System.nanoTime() < end) {
      if (cassandra.pid() != last) {
        last = cassandra.pid();
        cassandra.kill();
      }
      stage.pause(AGAIN);
    }
    stage.awaitServing();
    stage.sameProcesses(nodes);
  }
}
