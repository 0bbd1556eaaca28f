package io.lorikeet.actors.handler;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A subscriber outside: it takes all, or fails, or is silent, or is gone, as it is told. */
final class FakeDelivery implements Delivery {

  final List<String> delivered = new CopyOnWriteArrayList<>();
  final BlockingQueue<CompletableFuture<Result>> open = new LinkedBlockingQueue<>();
  final AtomicInteger failures = new AtomicInteger();
  final AtomicInteger exceptions = new AtomicInteger();
  final AtomicInteger pauses = new AtomicInteger();
  volatile boolean slow;
  volatile Duration forgets = Duration.ZERO;
  private final int maxInFlight;

  FakeDelivery(int maxInFlight) {
    this.maxInFlight = maxInFlight;
  }

  private static boolean take(AtomicInteger count) {
    return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  @Override
  public CompletionStage<Result> deliver(LogStore.Entry entry) {
    if (take(exceptions)) {
      throw new IllegalStateException("a bug of the delivery");
    }
    if (take(failures)) {
      return CompletableFuture.failedFuture(new IllegalStateException("not reached"));
    }
    if (take(pauses)) {
      return CompletableFuture.completedFuture(Result.PAUSED);
    }
    if (slow) {
      var later = new CompletableFuture<Result>();
      open.add(later);
      return later;
    }
    delivered.add(entry.message().id());
    return CompletableFuture.completedFuture(Result.DELIVERED);
  }

  @Override
  public int maxInFlight() {
    return maxInFlight;
  }

  @Override
  public Duration longestPause() {
    return Duration.ofSeconds(4);
  }

  @Override
  public Duration repeatAfter(Throwable failure) {
    return forgets;
  }

  @Override
  public void close() {
    open.forEach(later -> later.completeExceptionally(new IllegalStateException("closed")));
  }
}
