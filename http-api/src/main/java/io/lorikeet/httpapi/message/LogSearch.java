package io.lorikeet.httpapi.message;

import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.LogStore.LogId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds where a time lies in a log, without reading all of it. */
final class LogSearch {

  /** A message may stand so long behind younger ones: as long as a gateway's copy is held. */
  private static final Duration DISORDER = Duration.ofMinutes(2);

  private final LogStore store;

  LogSearch(LogStore store) {
    this.store = store;
  }

  /** Positions that have no message of after {@code time} before them. */
  CompletionStage<Positions> positionsAfter(String applicationId, int partitions, Instant time) {
    var from = time.minus(DISORDER);
    CompletionStage<List<Long>> found = CompletableFuture.completedFuture(List.of());
    for (var partition = 0; partition < partitions; partition++) {
      var log = new LogId(applicationId, partition);
      found =
          found.thenCompose(
              before ->
                  store
                      .lastPosition(log)
                      .thenCompose(last -> search(log, from, 1, last + 1))
                      .thenApply(position -> plus(before, position)));
    }
    return found.thenApply(Positions::new);
  }

  private static List<Long> plus(List<Long> before, long position) {
    var all = new ArrayList<>(before);
    all.add(position);
    return all;
  }

  /** Halves the range from {@code low} to {@code high} until it holds one position. */
  private CompletionStage<Long> search(LogId log, Instant from, long low, long high) {
    if (low >= high) {
      return CompletableFuture.completedFuture(low);
    }
    var middle = low + (high - low) / 2;
    return store
        .read(log, middle, 1)
        .thenCompose(
            entries -> {
              var isLater = entries.isEmpty() || !entries.get(0).message().at().isBefore(from);
              return isLater ? search(log, from, low, middle) : search(log, from, middle + 1, high);
            });
  }
}
