package io.lorikeet.persistence.cql;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Statements on our tables, prepared on first use. All are idempotent, so that the driver may
 * repeat them, and durable on a majority of the replicas when they complete.
 */
public final class Cql {

  private final CompletableFuture<CqlSession> session = new CompletableFuture<>();

  /**
   * @param session opened by someone else, who also closes it
   */
  public Cql(CompletionStage<CqlSession> session) {
    // A stage of the journal's session runs each step on the common pool; one of our own does not.
    session.whenComplete(
        (opened, failure) -> {
          if (failure == null) {
            this.session.complete(opened);
          } else {
            this.session.completeExceptionally(failure);
          }
        });
  }

  /** A statement to execute many times; it must be idempotent. */
  public Statement statement(String cql) {
    return new Statement(cql);
  }

  /** Writes both in one request. In one partition they are one mutation: all or nothing. */
  public CompletionStage<AsyncResultSet> executeTogether(
      CompletionStage<BoundStatement> one, CompletionStage<BoundStatement> other) {
    return one.thenCombine(
            other,
            (first, second) ->
                BatchStatement.newInstance(DefaultBatchType.UNLOGGED, first, second)
                    .setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM)
                    .setIdempotent(true))
        .thenCompose(batch -> session.join().executeAsync(batch));
  }

  /** One prepared statement. */
  public final class Statement {

    private final String cql;
    private volatile CompletableFuture<PreparedStatement> prepared =
        CompletableFuture.failedFuture(new IllegalStateException("not prepared yet"));

    private Statement(String cql) {
      this.cql = cql;
    }

    public CompletionStage<AsyncResultSet> execute(Object... values) {
      return run(0, values);
    }

    /** With pages of about {@code rows} rows. */
    public CompletionStage<AsyncResultSet> executePaged(int rows, Object... values) {
      return run(rows, values);
    }

    /** Does now what the first execution would wait for. */
    public CompletionStage<PreparedStatement> prepare() {
      return prepared();
    }

    private CompletionStage<AsyncResultSet> run(int pageSize, Object... values) {
      return bind(pageSize, values).thenCompose(bound -> session.join().executeAsync(bound));
    }

    private CompletionStage<BoundStatement> bind(int pageSize, Object... values) {
      return prepared()
          .thenApply(
              statement ->
                  statement
                      .boundStatementBuilder(values)
                      .setConsistencyLevel(ConsistencyLevel.LOCAL_QUORUM)
                      .setIdempotence(true)
                      .setPageSize(pageSize)
                      .build());
    }

    /** With the values of this statement, to be written together with others. */
    public CompletionStage<BoundStatement> with(Object... values) {
      return bind(0, values);
    }

    /** Prepared once; again after a failure. */
    private CompletableFuture<PreparedStatement> prepared() {
      var known = prepared;
      if (known.isCompletedExceptionally()) {
        known = session.thenCompose(opened -> opened.prepareAsync(cql)).toCompletableFuture();
        prepared = known;
      }
      return known;
    }
  }
}
