package io.lorikeet.persistence.schema;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.Map;

/**
 * The name of a restore that is not at its end, kept in the store itself: the same command given
 * again, from wherever, goes on with that one.
 */
public final class RestoreMark {

  private static final String KIND = "restore";

  private final CqlSession session;
  private final String keyspace;

  public RestoreMark(CqlSession session, String keyspace) {
    this.session = session;
    this.keyspace = keyspace;
  }

  /**
   * Begins one, or goes on.
   *
   * @param fresh its name if there is none that broke off
   */
  public String begin(String fresh) {
    var row =
        session
            .execute(
                statement(
                    "SELECT value FROM %s.agreement WHERE kind = :kind LIMIT 1",
                    Map.of("kind", KIND)))
            .one();
    if (row != null) {
      return row.getString("value");
    }
    session.execute(
        statement(
            "INSERT INTO %s.agreement (kind, value, since) VALUES (:kind, :value, toTimestamp(now()))",
            Map.of("kind", KIND, "value", fresh)));
    return fresh;
  }

  /** The next is another one. */
  public void end() {
    session.execute(statement("DELETE FROM %s.agreement WHERE kind = :kind", Map.of("kind", KIND)));
  }

  private SimpleStatement statement(String cql, Map<String, Object> values) {
    return SimpleStatement.newInstance(cql.formatted(keyspace), values)
        .setConsistencyLevel(ConsistencyLevel.QUORUM);
  }
}
