package io.lorikeet.node.chaos;

import java.time.Duration;

/** Each node is stopped in order and started again, the youngest first. */
record RollingRestart() implements Fault {

  private static final double RX1_MISSED = 0.005;

  /** As our manifests say to Kubernetes: until the node has got its share of the shards. */
  private static final Duration PROVEN = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "rolling";
  }

  @Override
  public String what() {
    return "rolling restart of all three nodes";
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_SENT).rx1MissedAtMost(RX1_MISSED);
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    for (int number = Stage.NODES; number >= 1; number--) {
      var node = stage.cluster().node(number);
      stage.say("restart of node " + number);
      node.stop();
      node.start();
      stage.awaitWell();
      if (number > 1) {
        stage.pause(PROVEN);
      }
    }
  }
}
