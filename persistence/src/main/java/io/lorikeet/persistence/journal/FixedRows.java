package io.lorikeet.persistence.journal;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.ColumnDefinitions;
import com.datastax.oss.driver.api.core.cql.ExecutionInfo;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Rows that are known already, as an answer. */
final class FixedRows implements AsyncResultSet {

  private final ColumnDefinitions columns;
  private final Iterator<Row> rows;
  private int remaining;

  FixedRows(ColumnDefinitions columns, List<Row> rows) {
    this.columns = columns;
    this.rows = rows.iterator();
    this.remaining = rows.size();
  }

  @Override
  public ColumnDefinitions getColumnDefinitions() {
    return columns;
  }

  @Override
  public ExecutionInfo getExecutionInfo() {
    throw new IllegalStateException("not known of rows that were known");
  }

  @Override
  public int remaining() {
    return remaining;
  }

  /** Goes on where the last one has stopped, as the driver's does. */
  @Override
  public Iterable<Row> currentPage() {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return rows.hasNext();
          }

          @Override
          public Row next() {
            var row = rows.next();
            remaining--;
            return row;
          }
        };
  }

  @Override
  public boolean hasMorePages() {
    return false;
  }

  @Override
  public CompletionStage<AsyncResultSet> fetchNextPage() {
    throw new IllegalStateException("no more pages: hasMorePages() says so");
  }

  @Override
  public boolean wasApplied() {
    return true;
  }
}
