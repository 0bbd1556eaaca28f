package io.lorikeet.httpapi.message;

import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.actors.handler.LogStore.Entry;
import io.lorikeet.actors.handler.LogStore.LogId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Reads the partitions of a log side by side, oldest message first, until a page is full, the log
 * is at its end, or so much was looked at that the caller should come again. One scan serves one
 * request; its steps follow one another.
 */
final class LogScan {

  /** Entries looked at for one page, at most: what few devices sent is rare among the others'. */
  private static final int MAX_LOOKED_AT = 20_000;

  private static final int READ = LogStore.MAX_BATCH;

  private final LogStore store;
  private final String applicationId;
  private final Predicate<ApplicationUplink> wanted;
  private final int limit;
  private final List<Partition> partitions = new ArrayList<>();
  private final List<ApplicationUplink> found = new ArrayList<>();
  private int lookedAt;

  /**
   * @param partitions which of them to read; the others stay where they are
   * @param limit messages of the page, at most
   */
  LogScan(
      LogStore store,
      String applicationId,
      Positions from,
      Set<Integer> partitions,
      int limit,
      Predicate<ApplicationUplink> wanted) {
    this.store = store;
    this.applicationId = applicationId;
    this.wanted = wanted;
    this.limit = limit;
    for (var index = 0; index < from.next().size(); index++) {
      this.partitions.add(new Partition(from.next().get(index), !partitions.contains(index)));
    }
  }

  /** One partition, with what was read of it and not yet looked at. */
  private static final class Partition {
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long next;
    private boolean ended;

    Partition(long next, boolean ended) {
      this.next = next;
      this.ended = ended;
    }
  }

  /**
   * @param next where to go on; empty at the end of the log
   */
  record Result(List<ApplicationUplink> uplinks, Optional<Positions> next) {}

  CompletionStage<Result> run() {
    return fill(0)
        .thenCompose(
            filled -> takeWhatIsClear() ? CompletableFuture.completedFuture(result()) : run());
  }

  /** Reads on wherever nothing is left to look at. */
  private CompletionStage<Void> fill(int index) {
    if (index == partitions.size()) {
      return CompletableFuture.completedFuture(null);
    }
    var partition = partitions.get(index);
    if (partition.ended || !partition.entries.isEmpty()) {
      return fill(index + 1);
    }
    return store
        .read(new LogId(applicationId, index), partition.next, READ)
        .thenCompose(
            entries -> {
              partition.entries.addAll(entries);
              partition.ended = entries.isEmpty();
              return fill(index + 1);
            });
  }

  /**
   * Takes the oldest messages as long as it is known which they are.
   *
   * @return whether the page is done
   */
  private boolean takeWhatIsClear() {
    while (partitions.stream().allMatch(p -> p.ended || !p.entries.isEmpty())) {
      var oldest = oldest();
      if (oldest.isEmpty() || lookedAt == MAX_LOOKED_AT) {
        return true;
      }
      var partition = oldest.get();
      var wantedUplink = wanted(partition.entries.getFirst());
      if (wantedUplink.isPresent() && found.size() == limit) {
        return true;
      }
      wantedUplink.ifPresent(found::add);
      partition.next = partition.entries.removeFirst().position() + 1;
      lookedAt++;
    }
    return false;
  }

  private Optional<Partition> oldest() {
    Optional<Partition> oldest = Optional.empty();
    for (var partition : partitions) {
      if (!partition.entries.isEmpty()
          && oldest.map(other -> isOlder(partition, other)).orElse(true)) {
        oldest = Optional.of(partition);
      }
    }
    return oldest;
  }

  private static boolean isOlder(Partition one, Partition other) {
    return one.entries.getFirst().message().at().isBefore(other.entries.getFirst().message().at());
  }

  private Optional<ApplicationUplink> wanted(Entry entry) {
    return entry.message() instanceof ApplicationUplink uplink && wanted.test(uplink)
        ? Optional.of(uplink)
        : Optional.empty();
  }

  private Result result() {
    var more = partitions.stream().anyMatch(partition -> !partition.entries.isEmpty());
    return new Result(
        List.copyOf(found),
        more
            ? Optional.of(
                new Positions(partitions.stream().map(partition -> partition.next).toList()))
            : Optional.empty());
  }
}
