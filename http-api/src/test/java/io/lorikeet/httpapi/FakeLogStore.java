package io.lorikeet.httpapi;

import akka.Done;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.LogStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Logs in memory. */
final class FakeLogStore implements LogStore {

  private final Map<LogId, ConcurrentSkipListMap<Long, ApplicationMessage>> logs =
      new ConcurrentHashMap<>();

  /** Appends after the last one. */
  void append(String applicationId, int partition, ApplicationMessage message) {
    var log = log(new LogId(applicationId, partition));
    log.put(log.isEmpty() ? 1L : log.lastKey() + 1, message);
  }

  private ConcurrentSkipListMap<Long, ApplicationMessage> log(LogId id) {
    return logs.computeIfAbsent(id, key -> new ConcurrentSkipListMap<>());
  }

  @Override
  public CompletionStage<Long> lastPosition(LogId id) {
    var log = log(id);
    return CompletableFuture.completedFuture(log.isEmpty() ? 0L : log.lastKey());
  }

  @Override
  public CompletionStage<Done> append(
      LogId id, long firstPosition, List<ApplicationMessage> messages) {
    for (var i = 0; i < messages.size(); i++) {
      log(id).put(firstPosition + i, messages.get(i));
    }
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  @Override
  public CompletionStage<List<Entry>> read(LogId id, long position, int limit) {
    return CompletableFuture.completedFuture(
        log(id).tailMap(position, true).entrySet().stream()
            .limit(limit)
            .map(entry -> new Entry(entry.getKey(), entry.getValue()))
            .toList());
  }

  @Override
  public CompletionStage<List<String>> ids(LogId id, long position, int limit) {
    return read(id, position, limit)
        .thenApply(all -> all.stream().map(entry -> entry.message().id()).toList());
  }

  @Override
  public CompletionStage<Done> trim(LogId id, long position) {
    log(id).headMap(position, false).clear();
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  @Override
  public CompletionStage<Map<String, Long>> cursors(LogId id) {
    return CompletableFuture.completedFuture(Map.of());
  }

  @Override
  public CompletionStage<Done> saveCursor(LogId id, String subscriber, long position) {
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> removeCursor(LogId id, String subscriber) {
    return CompletableFuture.completedFuture(Done.getInstance());
  }
}
