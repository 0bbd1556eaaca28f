package io.lorikeet.persistence.log;

import io.lorikeet.persistence.cql.Cql;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What the log store says to Cassandra; parameters in the order of the question marks. */
final class LogStatements {

  private static final String LOG = "application_id = ? AND log_partition = ?";

  /** Always together with {@link #notePosition}, in the same partition. */
  final Cql.Statement append;

  final Cql.Statement notePosition;
  final Cql.Statement read;
  final Cql.Statement lastPosition;
  final Cql.Statement dropMessages;

  final Cql.Statement openBucket;
  final Cql.Statement closeBucket;
  final Cql.Statement newestBucket;
  final Cql.Statement nextBucket;
  final Cql.Statement buckets;
  final Cql.Statement dropBucket;

  final Cql.Statement cursors;
  final Cql.Statement saveCursor;
  final Cql.Statement removeCursor;

  /** Prepares all of them. */
  CompletionStage<Void> prepare() {
    return CompletableFuture.allOf(
        Stream.of(
                append,
                notePosition,
                read,
                lastPosition,
                dropMessages,
                openBucket,
                closeBucket,
                newestBucket,
                nextBucket,
                buckets,
                dropBucket,
                cursors,
                saveCursor,
                removeCursor)
            .map(statement -> statement.prepare().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  LogStatements(Cql cql, String keyspace) {
    var log = keyspace + ".application_log";
    var bucket = keyspace + ".application_log_bucket";
    var cursor = keyspace + ".application_log_cursor";

    append =
        cql.statement(
            "INSERT INTO "
                + log
                + " (application_id, log_partition, bucket, first_position, writer, messages)"
                + " VALUES (?, ?, ?, ?, ?, ?) USING TTL ?");
    notePosition =
        cql.statement(
            "UPDATE "
                + log
                + " USING TIMESTAMP ? SET last_position = ? WHERE "
                + LOG
                + " AND bucket = ?");
    read =
        cql.statement(
            "SELECT first_position, messages FROM "
                + log
                + " WHERE "
                + LOG
                + " AND bucket = ? AND first_position > ?");
    lastPosition =
        cql.statement(
            "SELECT DISTINCT last_position FROM " + log + " WHERE " + LOG + " AND bucket = ?");
    dropMessages = cql.statement("DELETE FROM " + log + " WHERE " + LOG + " AND bucket = ?");

    // Updates leave no mark of the row beside the cell, so the row goes when the cell expires.
    openBucket =
        cql.statement(
            "UPDATE " + bucket + " SET after_position = ? WHERE " + LOG + " AND bucket = ?");
    closeBucket =
        cql.statement(
            "UPDATE "
                + bucket
                + " USING TTL ? SET after_position = ? WHERE "
                + LOG
                + " AND bucket = ?");
    newestBucket =
        cql.statement(
            "SELECT bucket, after_position FROM "
                + bucket
                + " WHERE "
                + LOG
                + " ORDER BY bucket DESC LIMIT 1");
    nextBucket =
        cql.statement(
            "SELECT bucket FROM "
                + bucket
                + " WHERE "
                + LOG
                + " AND bucket > ? ORDER BY bucket ASC LIMIT 1");
    buckets = cql.statement("SELECT bucket FROM " + bucket + " WHERE " + LOG);
    dropBucket = cql.statement("DELETE FROM " + bucket + " WHERE " + LOG + " AND bucket = ?");

    cursors = cql.statement("SELECT subscriber, position FROM " + cursor + " WHERE " + LOG);
    saveCursor =
        cql.statement(
            "INSERT INTO "
                + cursor
                + " (application_id, log_partition, subscriber, position) VALUES (?, ?, ?, ?)");
    removeCursor = cql.statement("DELETE FROM " + cursor + " WHERE " + LOG + " AND subscriber = ?");
  }
}
