package io.lorikeet.actors.handler;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Hands a log's messages to one subscriber outside: an MQTT broker, a webhook. The log's partition
 * calls it in order, keeps the cursor, and calls it again for the same message until it succeeds.
 */
public interface Delivery {

  /**
   * Hands over one message. A failed stage means: not delivered, try again later.
   *
   * <p>With {@link #maxInFlight()} above 1 the next message may follow before this stage completes;
   * an implementation keeps their order.
   */
  CompletionStage<Result> deliver(LogStore.Entry entry);

  /** How many messages may be under way at once; 1 for those that need each answer first. */
  int maxInFlight();

  /** The longest pause after failures in a row; short where trying costs nobody anything. */
  Duration longestPause();

  /**
   * How far back from its last delivery the subscriber may have lost what it took over, after this
   * failure: that much is delivered again.
   */
  default Duration repeatAfter(Throwable failure) {
    return Duration.ZERO;
  }

  /** Frees what it holds; stages under way may fail. */
  void close();

  enum Result {
    /** The subscriber has it, or does not want this kind of message. */
    DELIVERED,
    /** The subscriber is gone for good: keep the cursor and stop until it is configured again. */
    PAUSED
  }

  /** Opens the way to a subscriber. Ports to what is outside are given to the log by the node. */
  interface Opener {
    Delivery open(LogStore.LogId log, Subscription subscription);

    /**
     * How far back a subscriber may have lost what it took over, when a log comes back to life:
     * that much is delivered again.
     */
    Duration repeatOnOpen(Subscription subscription);
  }
}
