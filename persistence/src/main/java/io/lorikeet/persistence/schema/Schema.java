package io.lorikeet.persistence.schema;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables to the version this program knows. Nodes that start together take turns; what
 * is done already is not done again.
 */
public final class Schema {

  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOCK_LIFE = Duration.ofMinutes(2);
  private static final Duration LOCK_POLL = Duration.ofMillis(200);

  /** Longer than a turn can last, so that the lock of a node that died has run out. */
  private static final Duration LOCK_PATIENCE = LOCK_LIFE.plusSeconds(30);

  private final CqlSession session;
  private final Target target;
  private final UUID owner = UUID.randomUUID();

  private Schema(CqlSession session, Target target) {
    this.session = session;
    this.target = target;
  }

  /**
   * Where the tables are.
   *
   * @param keyspace lower case letters, digits and underscores
   * @param replication the CQL map of the keyspace, should it have to be created
   * @param gcGraceSeconds how long deletions are remembered, s: longer than a replica may be down;
   *     short where there is one
   */
  public record Target(String keyspace, String replication, long gcGraceSeconds) {

    public Target {
      if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
        throw new IllegalArgumentException(
            "keyspace: " + keyspace + " (expected: lower case letters, digits, underscores)");
      }
    }
  }

  /**
   * Blocks until the schema is of this program's version.
   *
   * @return how many steps were taken
   * @throws IllegalStateException when the tables are newer than this program, or a step was
   *     changed after it had run
   */
  public static int migrate(CqlSession session, Target target) {
    return new Schema(session, target).migrate();
  }

  private int migrate() {
    run(
        "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = %s AND durable_writes = true"
            .formatted(target.keyspace(), target.replication()));
    run(
        ("CREATE TABLE IF NOT EXISTS %s.schema_version (component text, version int, name text,"
                + " checksum text, applied_at timestamp, PRIMARY KEY (component, version))"
                + " WITH id = %s")
            .formatted(target.keyspace(), tableId("schema_version")));
    if (missing().isEmpty()) {
      return 0;
    }
    run(
        ("CREATE TABLE IF NOT EXISTS %s.schema_lock (component text PRIMARY KEY, owner uuid)"
                + " WITH id = %s")
            .formatted(target.keyspace(), tableId("schema_lock")));
    lock();
    try {
      var missing = missing();
      missing.forEach(this::apply);
      return missing.size();
    } finally {
      unlock();
    }
  }

  /** Two nodes that create one table at once give it two ids, unless they agree on one. */
  private UUID tableId(String table) {
    return UUID.nameUUIDFromBytes(
        (target.keyspace() + "." + table).getBytes(StandardCharsets.UTF_8));
  }

  private List<Migration> missing() {
    var applied = applied();
    var known = Migration.all();
    if (!applied.isEmpty() && applied.lastEntry().getKey() > known.size()) {
      throw new IllegalStateException(
          "the tables in keyspace %s are of version %d, this program knows up to %d: run the newer program"
              .formatted(target.keyspace(), applied.lastEntry().getKey(), known.size()));
    }
    for (var migration : known) {
      var checksum = applied.getOrDefault(migration.version(), migration.checksum());
      if (!checksum.equals(migration.checksum())) {
        throw new IllegalStateException(
            "%s has changed since it ran in keyspace %s: its tables are not what this program expects"
                .formatted(migration.name(), target.keyspace()));
      }
    }
    return known.stream().filter(step -> !applied.containsKey(step.version())).toList();
  }

  private TreeMap<Integer, String> applied() {
    var applied = new TreeMap<Integer, String>();
    run("SELECT version, checksum FROM %s.schema_version WHERE component = 'lorikeet'"
            .formatted(target.keyspace()))
        .forEach(row -> applied.put(row.getInt("version"), row.getString("checksum")));
    return applied;
  }

  private void apply(Migration migration) {
    LOG.info("schema step {}", migration.name());
    migration.statements(target).forEach(this::run);
    session.execute(
        SimpleStatement.builder(
                "INSERT INTO %s.schema_version (component, version, name, checksum, applied_at)"
                        .formatted(target.keyspace())
                    + " VALUES ('lorikeet', :version, :name, :checksum, toTimestamp(now()))")
            .addNamedValue("version", migration.version())
            .addNamedValue("name", migration.name())
            .addNamedValue("checksum", migration.checksum())
            .setConsistencyLevel(ConsistencyLevel.QUORUM)
            .setTimeout(REQUEST_LIMIT)
            .build());
  }

  private void lock() {
    var end = System.nanoTime() + LOCK_PATIENCE.toNanos();
    while (!conditional(
        "INSERT INTO %s.schema_lock (component, owner) VALUES ('lorikeet', :owner) IF NOT EXISTS USING TTL %d"
            .formatted(target.keyspace(), LOCK_LIFE.toSeconds()))) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "another node has been changing the schema for " + LOCK_PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(LOCK_POLL.toNanos());
    }
  }

  private void unlock() {
    conditional(
        "DELETE FROM %s.schema_lock WHERE component = 'lorikeet' IF owner = :owner"
            .formatted(target.keyspace()));
  }

  private boolean conditional(String cql) {
    return session
        .execute(SimpleStatement.newInstance(cql, Map.of("owner", owner)).setTimeout(REQUEST_LIMIT))
        .wasApplied();
  }

  private ResultSet run(String cql) {
    return session.execute(
        SimpleStatement.newInstance(cql)
            .setConsistencyLevel(ConsistencyLevel.QUORUM)
            .setTimeout(REQUEST_LIMIT));
  }
}
