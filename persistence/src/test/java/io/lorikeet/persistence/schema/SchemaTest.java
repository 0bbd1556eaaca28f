package io.lorikeet.persistence.schema;

import static io.lorikeet.persistence.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.persistence.cassandra.KeyspaceAndTableStatements;
import akka.persistence.cassandra.PluginSettings;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.persistence.TestStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(value = TestStore.LOCK, mode = ResourceAccessMode.READ)
class SchemaTest {

  private static final String REPLICATION = "{'class': 'SimpleStrategy', 'replication_factor': 1}";

  private static final Schema.Target TARGET = target("together");

  private static CqlSession session;
  private static int stepsOfBoth;

  @BeforeAll
  static void migrateAsTwoNodesThatStartTogether() {
    session = TestStore.store().openSession();
    var nodes = Executors.newFixedThreadPool(2);
    var first = CompletableFuture.supplyAsync(() -> Schema.migrate(session, TARGET), nodes);
    var second = CompletableFuture.supplyAsync(() -> Schema.migrate(session, TARGET), nodes);
    stepsOfBoth = await(first) + await(second);
    nodes.shutdown();
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void every_step_is_taken_once_also_when_two_nodes_start_together() {
    assertThat(stepsOfBoth).isEqualTo(Migration.all().size());
    assertThat(Schema.migrate(session, TARGET)).isZero();
  }

  @Test
  void tables_of_a_newer_program_are_refused() {
    session.execute(
        "INSERT INTO together.schema_version (component, version, name, checksum)"
            + " VALUES ('lorikeet', 999, 'V999__future.cql', '')");

    assertThatThrownBy(() -> Schema.migrate(session, TARGET))
        .hasMessageContaining("of version 999")
        .hasMessageContaining("newer program");
    session.execute(
        "DELETE FROM together.schema_version WHERE component = 'lorikeet' AND version = 999");
  }

  @Test
  void a_step_that_was_changed_after_it_ran_is_noticed() {
    setChecksum("x");
    assertThatThrownBy(() -> Schema.migrate(session, TARGET))
        .hasMessageContaining("V001__journal.cql has changed");
    setChecksum(Migration.all().get(0).checksum());
  }

  private static void setChecksum(String checksum) {
    session.execute(
        "UPDATE together.schema_version SET checksum = ?"
            + " WHERE component = 'lorikeet' AND version = 1",
        checksum);
  }

  @Test
  void a_keyspace_is_a_plain_word() {
    assertThatThrownBy(() -> target("a; DROP KEYSPACE b")).hasMessageContaining("keyspace");
  }

  /** The journal's own tables, as it would make them in another keyspace, are the measure. */
  @Test
  void the_tables_of_the_journal_are_as_the_journal_would_make_them() {
    var system =
        ActorSystem.create(
            "own-tables",
            ConfigFactory.parseString(
                    """
                    akka.persistence.cassandra.journal.keyspace = own
                    akka.persistence.cassandra.snapshot.keyspace = own
                    """)
                .withFallback(TestStore.store().config()));
    var own =
        new KeyspaceAndTableStatements(
            system, "akka.persistence.cassandra", PluginSettings.apply(system));
    session.execute(own.createJournalKeyspaceStatement());
    own.getCreateJournalTablesStatements().forEach(session::execute);
    own.getCreateSnapshotTablesStatements().forEach(session::execute);
    system.terminate();

    for (var table : List.of("messages", "metadata", "snapshots")) {
      assertThat(columns("lorikeet", table)).as(table).isEqualTo(columns("own", table));
    }
  }

  private static Map<String, String> columns(String keyspace, String table) {
    var columns = new TreeMap<String, String>();
    session
        .execute(
            "SELECT * FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?",
            keyspace,
            table)
        .forEach(
            row ->
                columns.put(
                    row.getString("column_name"),
                    row.getString("type")
                        + " "
                        + row.getString("kind")
                        + " "
                        + row.getInt("position")
                        + " "
                        + row.getString("clustering_order")));
    return columns;
  }

  private static Schema.Target target(String keyspace) {
    return new Schema.Target(keyspace, REPLICATION, 3600);
  }
}
