package io.lorikeet.node.chaos;

import java.time.Duration;

/**
 * Every 20 s, and when all three are members again, a random node is killed; it is started again
 * after 12 s. On one machine a process that starts takes the processors from those that take over,
 * which nodes of their own do not.
 *
 * @param time no further node is killed after it
 */
record Kills(Duration time) implements Fault {

  private static final Duration EVERY = Duration.ofSeconds(20);

  /** How long a node is away. */
  static final Duration DEAD = Duration.ofSeconds(12);

  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String what() {
    return "kill -9 of a random node every %d s for %d s"
        .formatted(EVERY.toSeconds(), time.toSeconds());
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_RECEIVED).backWithin(Faults.BACK);
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      long next = System.nanoTime() + EVERY.toNanos();
      var node = stage.cluster().node(1 + stage.random().nextInt(Stage.NODES));
      stage.say("kill -9 of node " + node.number());
      stage.dies(node);
      node.kill();
      stage.pause(DEAD);
      stage.startAgain(node);
      stage.awaitWell();
      stage.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
    }
  }
}
