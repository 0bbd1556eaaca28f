package io.lorikeet.node.chaos;

import java.time.Duration;

/**
 * The link between a random node and the others is cut for two to five seconds and mended for one
 * to three, again and again. Whichever nodes end are started again.
 */
record FlappingLink(Duration time) implements Fault {

  @Override
  public String name() {
    return "flapping";
  }

  @Override
  public String what() {
    return "the link of one node cut for 2 to 5 s and mended for 1 to 3 s, for %d s"
        .formatted(time.toSeconds());
  }

  @Override
  public Ground ground() {
    return Ground.WIRES;
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_ACKNOWLEDGED);
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    var random = stage.random();
    int node = 1 + random.nextInt(Stage.NODES);
    stage.say("the link of node " + node + " flaps");
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      stage.wires().cut(node);
      stage.pause(Duration.ofMillis(random.nextInt(2_000, 5_000)));
      stage.wires().mend();
      stage.pause(Duration.ofMillis(random.nextInt(1_000, 3_000)));
    }
    stage.startAgainWhatEnds();
    stage.awaitServing();
  }
}
