package io.lorikeet.persistence.directory;

import akka.Done;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.lorikeet.actors.Directory;
import io.lorikeet.persistence.cql.Cql;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The names in a Cassandra table: one partition for each owner, in the order of the names. */
public final class CassandraDirectory implements Directory {

  private static final int PAGE = 500;

  private final Cql.Statement add;
  private final Cql.Statement remove;
  private final Cql.Statement list;

  public CassandraDirectory(Cql cql, String keyspace) {
    var table = keyspace + ".directory";
    add = cql.statement("INSERT INTO " + table + " (kind, owner, name) VALUES (?, ?, ?)");
    remove = cql.statement("DELETE FROM " + table + " WHERE kind = ? AND owner = ? AND name = ?");
    list =
        cql.statement(
            "SELECT name FROM "
                + table
                + " WHERE kind = ? AND owner = ? AND name > ? ORDER BY name LIMIT ?");
  }

  @Override
  public CompletionStage<Done> add(Kind kind, String owner, String name) {
    return add.execute(kind.name(), owner, name).thenApply(result -> Done.getInstance());
  }

  @Override
  public CompletionStage<Done> remove(Kind kind, String owner, String name) {
    return remove.execute(kind.name(), owner, name).thenApply(result -> Done.getInstance());
  }

  @Override
  public CompletionStage<List<String>> list(Kind kind, String owner, String after, int limit) {
    return list.executePaged(PAGE, kind.name(), owner, after, limit)
        .thenCompose(page -> withRest(new ArrayList<>(), page));
  }

  private static CompletionStage<List<String>> withRest(List<String> names, AsyncResultSet page) {
    for (Row row : page.currentPage()) {
      names.add(row.getString("name"));
    }
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> withRest(names, next))
        : CompletableFuture.completedFuture(List.copyOf(names));
  }
}
