package io.lorikeet.node;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import io.lorikeet.actors.Meters;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store answers this node, asked every other second: {@code lorikeet.store.reachable},
 * and what {@code /ready} says beside yes.
 *
 * <p>It does not make a node unready. All nodes lose the store together, and then no node would
 * take what gateways send, which now is held for a while and counted if it is given up; and of one
 * that has lost it alone, gateways and API calls are served by the entities of all the others.
 */
final class StoreWatch implements AutoCloseable {

  static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** In a row: a moment of silence is no loss. */
  static final int MISSES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  private final Supplier<? extends CompletionStage<?>> probe;
  private Cancellable timer = Cancellable.alreadyCancelled();
  private int missed;
  private Optional<String> trouble = Optional.empty();

  /**
   * @param probe asks the store for something small
   */
  StoreWatch(Supplier<? extends CompletionStage<?>> probe) {
    this.probe = probe;
  }

  static StoreWatch start(ActorSystem<?> system, Supplier<? extends CompletionStage<?>> probe) {
    var watch = new StoreWatch(probe);
    Gauge.builder("lorikeet.store.reachable", watch, its -> its.trouble().isEmpty() ? 1 : 0)
        .description("1 while the store answers this node")
        .register(Meters.of(system));
    watch.timer =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                EVERY, EVERY, () -> watch.ask(PATIENCE), system.executionContext());
    return watch;
  }

  /** Why the store counts as lost; empty while it does not. */
  synchronized Optional<String> trouble() {
    return trouble;
  }

  /** A line for {@code /ready}; empty while there is nothing to say. */
  String remark() {
    return trouble().map("but the store does not answer: %s\n"::formatted).orElse("");
  }

  CompletionStage<?> ask(Duration patience) {
    return asked()
        .toCompletableFuture()
        .thenApply(answer -> Optional.<Throwable>empty())
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(Optional::of)
        .thenAccept(this::answered);
  }

  private CompletionStage<?> asked() {
    try {
      return probe.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized void answered(Optional<Throwable> failure) {
    missed = failure.isPresent() ? missed + 1 : 0;
    if (failure.isEmpty() && trouble.isPresent()) {
      LOG.info("the store answers again");
      trouble = Optional.empty();
    } else if (missed >= MISSES && trouble.isEmpty()) {
      trouble = failure.map(StoreWatch::text);
      LOG.warn("the store does not answer: {}", trouble.orElse(""));
    }
  }

  private static String text(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof TimeoutException ? "no answer in time" : cause.toString();
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
