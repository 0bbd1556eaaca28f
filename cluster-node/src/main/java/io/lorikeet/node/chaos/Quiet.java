package io.lorikeet.node.chaos;

import java.time.Duration;

/** Nothing happens: what the others are to be compared with. */
record Quiet() implements Fault {

  private static final Duration LONG = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "none";
  }

  @Override
  public String what() {
    return "no fault, to compare with";
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_SENT);
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    stage.pause(LONG);
  }
}
