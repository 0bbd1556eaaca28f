package io.lorikeet.persistence.cql;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metrics.Metrics;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.type.reflect.GenericType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A session that sends inserts in groups, {@link WriteGroups}. All else goes its own way at once.
 *
 * <p>For a Cassandra of one node: in a ring a group would have rows of several owners, and whoever
 * coordinates it would do what the driver does better.
 */
final class GroupingSession implements CqlSession {

  private static final String INSERT = "INSERT ";

  private final CqlSession session;
  private final WriteGroups groups;

  /**
   * @param linger how long a write may wait for others
   */
  GroupingSession(CqlSession session, Duration linger) {
    this.session = session;
    this.groups = new WriteGroups(linger, session::executeAsync);
  }

  @Override
  public <RequestT extends Request, ResultT> ResultT execute(
      RequestT request, GenericType<ResultT> resultType) {
    if (resultType.equals(Statement.ASYNC)) {
      var inserts = inserts(request);
      if (!inserts.isEmpty()) {
        @SuppressWarnings("unchecked") // Statement.ASYNC is the type of exactly this
        var result = (ResultT) groups.add(inserts);
        return result;
      }
    }
    return session.execute(request, resultType);
  }

  /** The statements of a request that may be grouped; empty if it may not. */
  private static List<BatchableStatement<?>> inserts(Request request) {
    if (request instanceof BoundStatement bound) {
      return isInsert(bound) ? List.of(bound) : List.of();
    }
    if (request instanceof BatchStatement batch
        && batch.getBatchType().equals(DefaultBatchType.UNLOGGED)
        && batch.size() <= WriteGroups.MAX_STATEMENTS) {
      var statements = new ArrayList<BatchableStatement<?>>();
      batch.forEach(statements::add);
      return statements;
    }
    return List.of();
  }

  private static boolean isInsert(BoundStatement bound) {
    var query = bound.getPreparedStatement().getQuery().stripLeading();
    return query.regionMatches(true, 0, INSERT, 0, INSERT.length())
        && !query.toUpperCase(Locale.ROOT).contains(" IF NOT EXISTS");
  }

  @Override
  public CompletionStage<Void> closeFuture() {
    return session.closeFuture();
  }

  @Override
  public CompletionStage<Void> closeAsync() {
    groups.close();
    return session.closeAsync();
  }

  @Override
  public CompletionStage<Void> forceCloseAsync() {
    groups.close();
    return session.forceCloseAsync();
  }

  // The rest is the session's own.

  @Override
  public String getName() {
    return session.getName();
  }

  @Override
  public Metadata getMetadata() {
    return session.getMetadata();
  }

  @Override
  public boolean isSchemaMetadataEnabled() {
    return session.isSchemaMetadataEnabled();
  }

  @Override
  public CompletionStage<Metadata> setSchemaMetadataEnabled(Boolean enabled) {
    return session.setSchemaMetadataEnabled(enabled);
  }

  @Override
  public CompletionStage<Metadata> refreshSchemaAsync() {
    return session.refreshSchemaAsync();
  }

  @Override
  public CompletionStage<Boolean> checkSchemaAgreementAsync() {
    return session.checkSchemaAgreementAsync();
  }

  @Override
  public DriverContext getContext() {
    return session.getContext();
  }

  @Override
  public Optional<CqlIdentifier> getKeyspace() {
    return session.getKeyspace();
  }

  @Override
  public Optional<Metrics> getMetrics() {
    return session.getMetrics();
  }
}
