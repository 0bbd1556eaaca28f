package io.lorikeet.node.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One node is replaced by one of another version for a while, another node dies meanwhile, so that
 * its entities come back at both, and then all are of one version again.
 *
 * @param previous a checkout of the other version, built; empty if there is none
 */
record MixedVersions(Optional<Path> previous, Duration time) implements Fault {

  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public String what() {
    return "one node of the previous version for %d s".formatted(time.toSeconds());
  }

  @Override
  public Optional<String> impossible() {
    return previous.isPresent()
        ? Optional.empty()
        : Optional.of("no --previous DIR, a built checkout of the previous version");
  }

  @Override
  public Demands demands() {
    return Demands.of(Demands.Delivered.ALL_SENT);
  }

  @Override
  public void strike(Stage stage) throws InterruptedException {
    int number = 1 + stage.random().nextInt(Stage.NODES);
    var old = stage.cluster().node(number);
    var other = stage.cluster().node(1 + number % Stage.NODES);
    stage.say("node " + number + " is of the previous version now");
    old.stop();
    old.start(previous.orElseThrow());
    stage.awaitWell();
    stage.pause(time.dividedBy(2));
    stage.say("node " + other.number() + " is restarted beside it");
    other.stop();
    other.start();
    stage.awaitWell();
    stage.pause(time.dividedBy(2));
    stage.say("node " + number + " is of this version again");
    old.stop();
    old.start();
    stage.awaitWell();
    stage.misunderstandings();
  }
}
