package io.lorikeet.integrations.mqtt;

import io.reactivex.Flowable;
import io.reactivex.processors.UnicastProcessor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The messages of one connection, from the call to the broker's acknowledgement. The client pulls
 * them as fast as the broker lets it; its other way to publish blocks its caller when it is busy,
 * and for ever when the connection ends meanwhile.
 *
 * @param <P> a message as the client has it
 */
final class PublishStream<P> {

  private record Open<P>(P message, long sinceNanos, CompletableFuture<Void> stage) {}

  private final UnicastProcessor<P> out = UnicastProcessor.create();
  private final Deque<Open<P>> open = new ArrayDeque<>();
  private boolean ended;

  /** What the client is to publish. */
  Flowable<P> messages() {
    return out;
  }

  synchronized CompletionStage<Void> add(P message, long nowNanos) {
    if (ended) {
      return CompletableFuture.failedStage(new NotPublished(NotPublished.Reason.NOT_CONNECTED));
    }
    var stage = new CompletableFuture<Void>();
    open.add(new Open<>(message, nowNanos, stage));
    out.onNext(message);
    return stage;
  }

  /** The broker has answered to the oldest message that {@code which} fits. */
  void complete(Predicate<P> which, Optional<Throwable> error) {
    take(which)
        .ifPresent(
            its ->
                error.ifPresentOrElse(
                    its.stage()::completeExceptionally, () -> its.stage().complete(null)));
  }

  /** Fails what is open, and whatever comes. */
  void end() {
    List<Open<P>> lost;
    synchronized (this) {
      ended = true;
      lost = List.copyOf(open);
      open.clear();
    }
    lost.forEach(
        its ->
            its.stage().completeExceptionally(new NotPublished(NotPublished.Reason.NOT_CONNECTED)));
  }

  /** Whether the oldest message has waited for longer than this. */
  synchronized boolean waitsLongerThan(long nanos, long nowNanos) {
    return !open.isEmpty() && nowNanos - open.peek().sinceNanos() > nanos;
  }

  /** Brokers answer in order, so that it is nearly always the first. */
  private synchronized Optional<Open<P>> take(Predicate<P> which) {
    for (var each = open.iterator(); each.hasNext(); ) {
      var its = each.next();
      if (which.test(its.message())) {
        each.remove();
        return Optional.of(its);
      }
    }
    return Optional.empty();
  }
}
