package io.lorikeet.persistence.directory;

import akka.Done;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.lorikeet.actors.Directory;
import io.lorikeet.persistence.cql.Cql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The names in a Cassandra table: one partition for each owner, in the order of the names. */
public final class CassandraDirectory implements Directory {

  private static final int PAGE = 500;

  private final Cql.Statement add;
  private final Cql.Statement remove;
  private final Cql.Statement find;
  private final Cql.Statement list;

  public CassandraDirectory(Cql cql, String keyspace) {
    var table = keyspace + ".directory";
    var owner = " WHERE kind = ? AND owner = ?";
    add =
        cql.statement(
            "INSERT INTO " + table + " (kind, owner, name, entity_key) VALUES (?, ?, ?, ?)");
    remove = cql.statement("DELETE FROM " + table + owner + " AND name = ?");
    find = cql.statement("SELECT name, entity_key FROM " + table + owner + " AND name = ?");
    list =
        cql.statement(
            "SELECT name, entity_key FROM "
                + table
                + owner
                + " AND name > ? ORDER BY name LIMIT ?");
  }

  @Override
  public CompletionStage<Done> add(Kind kind, String owner, Entry entry) {
    return add.execute(kind.name(), owner, entry.name(), entry.key())
        .thenApply(result -> Done.getInstance());
  }

  @Override
  public CompletionStage<Done> remove(Kind kind, String owner, String name) {
    return remove.execute(kind.name(), owner, name).thenApply(result -> Done.getInstance());
  }

  @Override
  public CompletionStage<Optional<Entry>> find(Kind kind, String owner, String name) {
    return find.execute(kind.name(), owner, name)
        .thenApply(result -> Optional.ofNullable(result.one()).map(CassandraDirectory::entry));
  }

  @Override
  public CompletionStage<List<Entry>> list(Kind kind, String owner, String after, int limit) {
    return list.executePaged(PAGE, kind.name(), owner, after, limit)
        .thenCompose(page -> withRest(new ArrayList<>(), page));
  }

  private static CompletionStage<List<Entry>> withRest(List<Entry> entries, AsyncResultSet page) {
    page.currentPage().forEach(row -> entries.add(entry(row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> withRest(entries, next))
        : CompletableFuture.completedFuture(List.copyOf(entries));
  }

  private static Entry entry(Row row) {
    return new Entry(row.getString("name"), row.getString("entity_key"));
  }
}
