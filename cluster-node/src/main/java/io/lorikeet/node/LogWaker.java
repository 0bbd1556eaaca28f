package io.lorikeet.node;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.Directory;
import io.lorikeet.actors.NetworkActors;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the applications' logs when a node starts and from time to time: what they have left to
 * deliver is delivered even if nothing new arrives.
 */
final class LogWaker {

  private static final Logger LOG = LoggerFactory.getLogger(LogWaker.class);
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final int PAGE = 500;

  private final NetworkActors network;

  private LogWaker(NetworkActors network) {
    this.network = network;
  }

  /** Runs until closed. */
  static AutoCloseable start(ActorSystem<?> system, NetworkActors network) {
    var waker = new LogWaker(network);
    Cancellable timer =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                Duration.ZERO, EVERY, waker::wakeAll, system.executionContext());
    return timer::cancel;
  }

  private void wakeAll() {
    wakeAfter("")
        .exceptionally(
            failure -> {
              LOG.warn("applications cannot be listed, trying again: {}", failure.toString());
              return null;
            });
  }

  private CompletionStage<Void> wakeAfter(String name) {
    return network
        .directory()
        .list(Directory.Kind.APPLICATION, Directory.NO_OWNER, name, PAGE)
        .thenCompose(
            page -> {
              page.forEach(entry -> network.wakeLogs(entry.key()));
              return page.size() < PAGE
                  ? java.util.concurrent.CompletableFuture.<Void>completedFuture(null)
                  : wakeAfter(page.get(page.size() - 1).name());
            });
  }
}
