package io.lorikeet.actors.handler;

import akka.Done;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One log, in memory. It fails as often as it is told to, before or after it has written. */
final class MemoryLogStore implements LogStore {

  private static final CompletionStage<Done> DONE =
      CompletableFuture.completedFuture(Done.getInstance());

  final ConcurrentSkipListMap<Long, ApplicationMessage> entries = new ConcurrentSkipListMap<>();
  final Map<String, Long> cursors = new ConcurrentHashMap<>();
  final AtomicInteger failingWrites = new AtomicInteger();
  final AtomicInteger lostAnswers = new AtomicInteger();
  final AtomicInteger failingReads = new AtomicInteger();
  final AtomicInteger idsAsked = new AtomicInteger();
  final AtomicInteger largestRead = new AtomicInteger();

  /** What is read, and written, is there when these are. */
  volatile CompletionStage<?> reads = DONE;

  volatile CompletionStage<?> idReads = DONE;

  volatile CompletionStage<?> writes = DONE;

  private static boolean take(AtomicInteger count) {
    return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  @Override
  public CompletionStage<Long> lastPosition(LogId log) {
    return CompletableFuture.completedFuture(entries.isEmpty() ? 0L : entries.lastKey());
  }

  @Override
  public CompletionStage<Done> append(
      LogId log, long firstPosition, List<ApplicationMessage> messages) {
    if (take(failingWrites)) {
      return CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
    }
    var position = firstPosition;
    for (var message : messages) {
      entries.put(position++, message);
    }
    return take(lostAnswers)
        ? CompletableFuture.failedFuture(new IllegalStateException("the store timed out"))
        : writes.thenApply(now -> Done.getInstance());
  }

  @Override
  public CompletionStage<List<Entry>> read(LogId log, long position, int limit) {
    if (take(failingReads)) {
      return CompletableFuture.failedFuture(new IllegalStateException("the store is away"));
    }
    largestRead.accumulateAndGet(limit, Math::max);
    return reads.thenApply(
        now ->
            entries.tailMap(position).entrySet().stream()
                .limit(limit)
                .map(its -> new Entry(its.getKey(), its.getValue()))
                .toList());
  }

  @Override
  public CompletionStage<List<String>> ids(LogId log, long position, int limit) {
    idsAsked.incrementAndGet();
    return idReads.thenCompose(
        now ->
            read(log, position, limit)
                .thenApply(all -> all.stream().map(entry -> entry.message().id()).toList()));
  }

  @Override
  public CompletionStage<Done> trim(LogId log, long position) {
    entries.headMap(position).clear();
    return DONE;
  }

  @Override
  public CompletionStage<Map<String, Long>> cursors(LogId log) {
    return CompletableFuture.completedFuture(new TreeMap<>(cursors));
  }

  @Override
  public CompletionStage<Done> saveCursor(LogId log, String subscriber, long position) {
    cursors.put(subscriber, position);
    return DONE;
  }

  @Override
  public CompletionStage<Done> removeCursor(LogId log, String subscriber) {
    cursors.remove(subscriber);
    return DONE;
  }
}
