package io.lorikeet.node.chaos;

import java.time.Duration;

/** A random node is halted, and goes on as if nothing had been; it ends and is started again. */
record PausedNode(Duration halt) implements Fault {

  @Override
  public String name() {
    return "pause";
  }

  @Override
  public String what() {
    return "SIGSTOP of a random node for %d s, then SIGCONT".formatted(halt.toSeconds());
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_RECEIVED).backWithin(Faults.BACK);
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    var node = stage.cluster().node(1 + stage.random().nextInt(Stage.NODES));
    stage.say("SIGSTOP of node " + node.number());
    stage.dies(node);
    node.pause();
    try {
      stage.pause(halt);
    } finally {
      node.resume();
    }
    stage.startAgain(node);
  }
}
