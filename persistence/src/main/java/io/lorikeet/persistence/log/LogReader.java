package io.lorikeet.persistence.log;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.lorikeet.actors.handler.LogStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One reading of a log, bucket after bucket.
 *
 * <p>Rows of two writers may overlap. So it stops only before a row that begins after everything
 * read: otherwise entries of that row would come later than ones that follow them.
 */
final class LogReader<T> {

  /** Something of a message, with the message's position. */
  record Read<T>(long position, T what) {}

  /** Rows in a page: enough for most readings, few where each row is a full batch. */
  private static final int LARGEST_PAGE = 32;

  private final LogStatements statements;
  private final Function<ByteBuffer, List<T>> decoder;
  private final Executor executor;
  private final LogStore.LogId log;
  private final long position;
  private final int limit;

  private final List<Read<T>> entries = new ArrayList<>();
  private long highest;

  /**
   * @param decoder makes of a row's messages what is wanted of each
   */
  LogReader(
      LogStatements statements,
      Function<ByteBuffer, List<T>> decoder,
      Executor executor,
      LogStore.LogId log,
      long position,
      int limit) {
    this.statements = statements;
    this.decoder = decoder;
    this.executor = executor;
    this.log = log;
    this.position = position;
    this.limit = limit;
  }

  /**
   * Reads; may be called once.
   *
   * @param newestBucket no bucket follows it; -1 when that is not known
   */
  CompletionStage<List<Read<T>>> read(long newestBucket) {
    // The row that holds the position may begin before it.
    var first = CassandraLogStore.bucketOf(Math.max(0, position - LogStore.MAX_BATCH + 1));
    return readBucket(first, newestBucket)
        .thenApply(
            read -> {
              entries.sort(Comparator.comparingLong(its -> its.position()));
              return List.copyOf(entries);
            });
  }

  private CompletionStage<Boolean> readBucket(long bucket, long newestBucket) {
    return statements
        .read
        .executePaged(
            Math.min(limit, LARGEST_PAGE),
            log.applicationId(),
            log.partition(),
            bucket,
            position - LogStore.MAX_BATCH)
        .thenComposeAsync(this::takePages, executor)
        .thenCompose(
            enough ->
                enough || bucket == newestBucket
                    ? CompletableFuture.completedFuture(enough)
                    : readNextBucket(bucket, newestBucket));
  }

  private CompletionStage<Boolean> readNextBucket(long bucket, long newestBucket) {
    return statements
        .nextBucket
        .execute(log.applicationId(), log.partition(), bucket)
        .thenCompose(
            result ->
                Optional.ofNullable(result.one())
                    .map(row -> readBucket(row.getLong("bucket"), newestBucket))
                    .orElse(CompletableFuture.completedFuture(false)));
  }

  /** True when there is enough. */
  private CompletionStage<Boolean> takePages(AsyncResultSet page) {
    for (var row : page.currentPage()) {
      if (hasEnough() && row.getLong("first_position") > highest) {
        return CompletableFuture.completedFuture(true);
      }
      take(row);
    }
    return page.hasMorePages()
        ? page.fetchNextPage().thenComposeAsync(this::takePages, executor)
        : CompletableFuture.completedFuture(false);
  }

  /**
   * By positions: at some there may be two entries, and what ends a reading must not be left out.
   */
  private boolean hasEnough() {
    return !entries.isEmpty() && highest >= position + limit - 1;
  }

  private void take(Row row) {
    var at = row.getLong("first_position");
    for (var what : decoder.apply(row.getByteBuffer("messages"))) {
      if (at >= position) {
        entries.add(new Read<>(at, what));
      }
      highest = Math.max(highest, at);
      at++;
    }
  }
}
