package io.lorikeet.httpapi.message;

import akka.NotUsed;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.LogStore.Entry;
import io.lorikeet.actors.handler.LogStore.LogId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an application's log from some positions on, for ever. It looks again and again: so it
 * works at any node, and whoever follows does not hold up the log.
 */
final class LiveLog {

  private static final Logger LOG = LoggerFactory.getLogger(LiveLog.class);

  private static final Duration EVERY = Duration.ofMillis(500);

  /** What a partition may have had within that time; more comes with the next look. */
  private static final int READ = LogStore.MAX_BATCH;

  private final LogStore store;
  private final String applicationId;

  LiveLog(LogStore store, String applicationId) {
    this.store = store;
    this.applicationId = applicationId;
  }

  /** A message, and where to go on after it. */
  record Item(Entry entry, Positions next) {}

  /** Where what comes from now on will be. */
  static CompletionStage<Positions> end(LogStore store, String applicationId, int partitions) {
    CompletionStage<List<Long>> ends = CompletableFuture.completedFuture(List.of());
    for (var partition = 0; partition < partitions; partition++) {
      var log = new LogId(applicationId, partition);
      ends =
          ends.thenCompose(
              before -> store.lastPosition(log).thenApply(last -> with(before, last + 1)));
    }
    return ends.thenApply(Positions::new);
  }

  private static List<Long> with(List<Long> list, long last) {
    var all = new ArrayList<>(list);
    all.add(last);
    return all;
  }

  /** In the order of each partition, and so of each device. */
  Source<Item, NotUsed> from(Positions start) {
    return Source.unfoldAsync(
            start,
            positions ->
                look(positions)
                    .thenApply(
                        found ->
                            Optional.of(
                                Pair.create(
                                    found.isEmpty()
                                        ? positions
                                        : found.get(found.size() - 1).next(),
                                    found))))
        .throttle(1, EVERY)
        .mapConcat(found -> found);
  }

  private CompletionStage<List<Item>> look(Positions positions) {
    CompletionStage<List<Item>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (var index = 0; index < positions.next().size(); index++) {
      var partition = index;
      all =
          all.thenCompose(
              before ->
                  read(partition, positions.next().get(partition))
                      .thenApply(entries -> plus(before, positions, partition, entries)));
    }
    return all;
  }

  /** Nothing when the store does not answer: it is asked again. */
  private CompletionStage<List<Entry>> read(int partition, long from) {
    return store
        .read(new LogId(applicationId, partition), from, READ)
        .exceptionally(
            failure -> {
              LOG.warn(
                  "{} cannot be followed, trying again: {}", applicationId, failure.toString());
              return List.of();
            });
  }

  private static List<Item> plus(
      List<Item> items, Positions start, int partition, List<Entry> entries) {
    var at = items.isEmpty() ? start : items.get(items.size() - 1).next();
    for (var entry : entries) {
      var next = new ArrayList<>(at.next());
      next.set(partition, entry.position() + 1);
      at = new Positions(next);
      items.add(new Item(entry, at));
    }
    return items;
  }
}
