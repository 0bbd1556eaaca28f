package io.lorikeet.node.chaos;

import java.time.Duration;
import java.util.Optional;

/** Cassandra's disk has no room for a while. It ends then, and is started again until it lives. */
record FullDisk(Duration time) implements Fault {

  /** What Cassandra deletes makes room. */
  private static final Duration AGAIN = Duration.ofMillis(200);

  @Override
  public String name() {
    return "full-disk";
  }

  @Override
  public String what() {
    return "Cassandra's disk full for %d s".formatted(time.toSeconds());
  }

  @Override
  public Ground ground() {
    return Ground.SMALL_DISK;
  }

  @Override
  public Optional<String> impossible() {
    return SmallDisk.whyNot();
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_ACKNOWLEDGED).restIsCounted();
  }

  @Override
  public void strike(Stage stage) throws Exception {
    var nodes = stage.processes();
    try {
      stage.disk().fill();
      stage.say("the disk is full");
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        stage.pause(AGAIN);
        stage.disk().fill();
      }
    } finally {
      stage.disk().free();
    }
    stage.say("there is room again");
    stage.awaitServing();
    stage.sameProcesses(nodes);
  }
}
