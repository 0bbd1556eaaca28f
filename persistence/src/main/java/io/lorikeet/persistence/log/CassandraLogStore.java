package io.lorikeet.persistence.log;

import akka.Done;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.persistence.cql.Cql;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The logs in Cassandra. A row holds the messages of one append and expires after the retention; a
 * partition holds the rows that begin in one bucket of positions.
 *
 * <p>Each instance writes under a name of its own, so that a writer that was replaced and does not
 * know it yet overwrites nothing: readers then see both rows. The highest position ever appended is
 * kept in a static cell whose write time is the position itself, so that the highest one wins
 * whoever writes last, and outlives the rows.
 */
public final class CassandraLogStore implements LogStore {

  /** Positions in a bucket: some ten MB of messages in one partition. */
  static final long BUCKET = 65_536;

  /** How long the note on a closed bucket outlives its last message. */
  private static final Duration BUCKET_MARGIN = Duration.ofDays(1);

  /** Logs of which the open bucket is remembered; a forgotten one costs a write. */
  private static final int KNOWN_LIMIT = 100_000;

  private static final CompletionStage<Done> DONE =
      CompletableFuture.completedFuture(Done.getInstance());

  private final Cql cql;
  private final LogStatements statements;
  private final MessageCodec codec;
  private final Executor executor;
  private final int retentionSeconds;
  private final UUID writer = UUID.randomUUID();
  private final Map<LogId, Long> openBuckets = new ConcurrentHashMap<>();
  private final Map<LogId, Long> trimmedBuckets = new ConcurrentHashMap<>();

  /**
   * @param mapper as messages between nodes are written
   * @param retention how long a message is kept
   * @param executor decodes what was read
   */
  public CassandraLogStore(
      Cql cql, String keyspace, ObjectMapper mapper, Duration retention, Executor executor) {
    this.cql = cql;
    statements = new LogStatements(cql, keyspace);
    codec = new MessageCodec(mapper);
    this.executor = executor;
    retentionSeconds = Math.toIntExact(retention.toSeconds());
  }

  /**
   * Does now what the first log on a node would wait for: learns to write messages, prepares
   * statements, and has a look where nothing is. A log holds up a good part of a network while it
   * moves.
   */
  public CompletionStage<Done> warmUp() {
    codec.warmUp();
    var nobodys = new LogId("-", 0);
    return statements
        .prepare()
        .thenCompose(prepared -> lastPosition(nobodys))
        .thenCompose(position -> cursors(nobodys))
        .thenCompose(cursors -> read(nobodys, 1, 1))
        .thenApply(entries -> Done.getInstance());
  }

  static long bucketOf(long position) {
    return position / BUCKET;
  }

  @Override
  public CompletionStage<Long> lastPosition(LogId log) {
    return statements
        .newestBucket
        .execute(log.applicationId(), log.partition())
        .thenCompose(
            result ->
                Optional.ofNullable(result.one())
                    .map(row -> lastPosition(log, row.getLong(0), row.getLong(1)))
                    .orElse(CompletableFuture.completedFuture(0L)));
  }

  private CompletionStage<Long> lastPosition(LogId log, long bucket, long afterPosition) {
    remember(openBuckets, log, bucket);
    return statements
        .lastPosition
        .execute(log.applicationId(), log.partition(), bucket)
        .thenApply(
            result ->
                Optional.ofNullable(result.one())
                    .map(row -> Math.max(row.getLong(0), afterPosition))
                    .orElse(afterPosition));
  }

  @Override
  public CompletionStage<Done> append(
      LogId log, long firstPosition, List<ApplicationMessage> messages) {
    if (messages.isEmpty() || messages.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "messages: " + messages.size() + " (expected: 1 to " + MAX_BATCH + ")");
    }
    if (firstPosition < 1) {
      throw new IllegalArgumentException("position: " + firstPosition + " (expected: from 1)");
    }
    var lastPosition = firstPosition + messages.size() - 1;
    var body = codec.encode(messages);
    var bucket = bucketOf(firstPosition);
    return open(log, bucket, firstPosition - 1)
        .thenCompose(
            opened ->
                cql.executeTogether(
                    statements.append.with(
                        log.applicationId(),
                        log.partition(),
                        bucket,
                        firstPosition,
                        writer,
                        body,
                        retentionSeconds),
                    statements.notePosition.with(
                        lastPosition, lastPosition, log.applicationId(), log.partition(), bucket)))
        .thenApply(result -> Done.getInstance());
  }

  /** The note on a bucket is written before its first row: what is stored is found. */
  private CompletionStage<Done> open(LogId log, long bucket, long afterPosition) {
    var known = openBuckets.getOrDefault(log, -1L);
    if (known >= bucket) {
      return DONE;
    }
    return statements
        .openBucket
        .execute(afterPosition, log.applicationId(), log.partition(), bucket)
        .thenCompose(opened -> close(log, known, afterPosition))
        .thenApply(
            closed -> {
              remember(openBuckets, log, bucket);
              return Done.getInstance();
            });
  }

  /** The note on a bucket that is full goes some time after its rows. */
  private CompletionStage<Done> close(LogId log, long bucket, long position) {
    if (bucket < 0) {
      return DONE;
    }
    var life = Math.toIntExact(retentionSeconds + BUCKET_MARGIN.toSeconds());
    return statements
        .closeBucket
        .execute(life, position, log.applicationId(), log.partition(), bucket)
        .thenApply(result -> Done.getInstance());
  }

  @Override
  public CompletionStage<List<Entry>> read(LogId log, long position, int limit) {
    return read(log, position, limit, codec::decode)
        .thenApply(all -> all.stream().map(its -> new Entry(its.position(), its.what())).toList());
  }

  @Override
  public CompletionStage<List<String>> ids(LogId log, long position, int limit) {
    return read(log, position, limit, codec::decodeIds)
        .thenApply(all -> all.stream().map(LogReader.Read::what).toList());
  }

  private <T> CompletionStage<List<LogReader.Read<T>>> read(
      LogId log, long position, int limit, Function<ByteBuffer, List<T>> decoder) {
    return new LogReader<>(statements, decoder, executor, log, position, limit)
        .read(openBuckets.getOrDefault(log, -1L));
  }

  @Override
  public CompletionStage<Done> trim(LogId log, long position) {
    // The last row of a bucket may reach into the next one.
    var keep = bucketOf(Math.max(0, position - MAX_BATCH));
    if (trimmedBuckets.getOrDefault(log, 0L) >= keep) {
      return DONE;
    }
    return statements
        .buckets
        .executePaged(Integer.MAX_VALUE, log.applicationId(), log.partition())
        .thenCompose(result -> drop(log, before(keep, result)))
        .thenApply(
            dropped -> {
              remember(trimmedBuckets, log, keep);
              return Done.getInstance();
            });
  }

  /** The newest bucket knows where the log ends, whatever position the caller names. */
  private static Deque<Long> before(long keep, AsyncResultSet newestFirst) {
    var buckets = new ArrayDeque<Long>();
    newestFirst.currentPage().forEach(row -> buckets.add(row.getLong("bucket")));
    buckets.pollFirst();
    buckets.removeIf(bucket -> bucket >= keep);
    return buckets;
  }

  /** One after the other, the messages before the note on them. */
  private CompletionStage<Done> drop(LogId log, Deque<Long> buckets) {
    if (buckets.isEmpty()) {
      return DONE;
    }
    var bucket = buckets.removeLast();
    return statements
        .dropMessages
        .execute(log.applicationId(), log.partition(), bucket)
        .thenCompose(
            dropped -> statements.dropBucket.execute(log.applicationId(), log.partition(), bucket))
        .thenCompose(dropped -> drop(log, buckets));
  }

  @Override
  public CompletionStage<Map<String, Long>> cursors(LogId log) {
    return statements
        .cursors
        .executePaged(Integer.MAX_VALUE, log.applicationId(), log.partition())
        .thenApply(
            result -> {
              var cursors = new HashMap<String, Long>();
              result.currentPage().forEach(row -> cursors.put(row.getString(0), row.getLong(1)));
              return Map.copyOf(cursors);
            });
  }

  @Override
  public CompletionStage<Done> saveCursor(LogId log, String subscriber, long position) {
    return statements
        .saveCursor
        .execute(log.applicationId(), log.partition(), subscriber, position)
        .thenApply(result -> Done.getInstance());
  }

  @Override
  public CompletionStage<Done> removeCursor(LogId log, String subscriber) {
    return statements
        .removeCursor
        .execute(log.applicationId(), log.partition(), subscriber)
        .thenApply(result -> Done.getInstance());
  }

  private static void remember(Map<LogId, Long> known, LogId log, long bucket) {
    if (known.size() >= KNOWN_LIMIT) {
      known.clear();
    }
    known.put(log, bucket);
  }
}
