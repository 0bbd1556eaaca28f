package io.lorikeet.integrations.mqtt;

import io.lorikeet.actors.handler.Delivery;
import io.lorikeet.integrations.Messages;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Delivers positions 1 to {@code last} as a log does: in order, as many at once as it may, and
 * after a failure again from the first that is not delivered.
 */
final class LogDriver {

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

  private final Delivery delivery;
  private final int last;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final BitSet delivered = new BitSet();
  private int next = 1;
  private int run;

  LogDriver(Delivery delivery, int last) {
    this.delivery = delivery;
    this.last = last;
  }

  CompletableFuture<Void> start() {
    pump();
    return done;
  }

  synchronized int delivered() {
    return delivered.cardinality();
  }

  private synchronized void pump() {
    var first = delivered.nextClearBit(1);
    if (first > last) {
      done.complete(null);
      return;
    }
    while (next <= last && next < first + delivery.maxInFlight()) {
      var position = next++;
      var ofRun = run;
      delivery
          .deliver(Messages.entry(position))
          .whenCompleteAsync((result, failure) -> completed(ofRun, position, failure));
    }
  }

  private synchronized void completed(int ofRun, int position, Throwable failure) {
    if (failure == null) {
      delivered.set(position);
      pump();
    } else if (ofRun == run) {
      run++;
      LATER.execute(this::rewind);
    }
  }

  private synchronized void rewind() {
    next = delivered.nextClearBit(1);
    pump();
  }
}
