package io.lorikeet.actors;

import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.SupervisorStrategy;
import java.time.Duration;

/**
 * What becomes of an entity whose journal fails: it comes back, not all at once and not at once.
 */
public final class Restart {

  public static final BackoffSupervisorStrategy WITH_BACKOFF =
      SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2);

  private Restart() {}
}
