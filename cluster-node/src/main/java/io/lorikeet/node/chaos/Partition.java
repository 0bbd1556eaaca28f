package io.lorikeet.node.chaos;

import java.time.Duration;

/** A random node and the two others do not reach each other; all of them reach the store. */
record Partition(Duration time) implements Fault {

  /** Within which the smaller part must have stopped. */
  private static final Duration STOPPED = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "partition";
  }

  @Override
  public String what() {
    return "one node parted from the other two for %d s".formatted(time.toSeconds());
  }

  @Override
  public Ground ground() {
    return Ground.WIRES;
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_RECEIVED).backWithin(Faults.BACK);
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    var node = stage.cluster().node(1 + stage.random().nextInt(Stage.NODES));
    stage.say("node " + node.number() + " is parted from the others");
    stage.dies(node);
    stage.wires().cut(node.number());
    try {
      stage.pause(STOPPED.compareTo(time) < 0 ? STOPPED : time);
      if (node.isReady()) {
        stage.incidents().add(Incident.Kind.NOT_STOPPED, stage.now(), "node " + node.number());
      }
      stage.pause(time.minus(STOPPED).isNegative() ? Duration.ZERO : time.minus(STOPPED));
    } finally {
      stage.wires().mend();
    }
    stage.startAgain(node);
  }
}
