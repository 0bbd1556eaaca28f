package io.lorikeet.persistence.schema;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.lorikeet.persistence.key.KeyRing;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is stored can only be used by nodes that have the keys it is sealed under and that divide
 * the logs alike. A node says so at its start, not when a device needs it.
 */
public final class Agreement {

  private static final String SEALING_KEY = "sealing_key";
  private static final String LOG_PARTITIONS = "log_partitions";

  private final CqlSession session;
  private final String keyspace;

  private Agreement(CqlSession session, String keyspace) {
    this.session = session;
    this.keyspace = keyspace;
  }

  /**
   * Enters what this node brings.
   *
   * @param logPartitions of each application's log
   * @throws IllegalStateException when it does not fit what is stored; the message says what to
   *     change
   */
  public static void enter(CqlSession session, String keyspace, KeyRing keys, int logPartitions) {
    var agreement = new Agreement(session, keyspace);
    agreement.checkKeys(keys);
    agreement.checkPartitions(logPartitions);
    agreement.add(SEALING_KEY, keys.sealing());
    agreement.add(LOG_PARTITIONS, Integer.toString(logPartitions));
  }

  private void checkKeys(KeyRing keys) {
    var missing = values(SEALING_KEY);
    missing.removeAll(keys.opening());
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          ("devices' keys in keyspace %s are sealed under the key-encryption key %s, and this node"
                  + " has %s: configure that key, or list it in"
                  + " lorikeet.persistence.previous-key-encryption-keys")
              .formatted(keyspace, String.join(", ", missing), String.join(", ", keys.opening())));
    }
  }

  private void checkPartitions(int logPartitions) {
    var others = values(LOG_PARTITIONS);
    others.remove(Integer.toString(logPartitions));
    if (!others.isEmpty()) {
      throw new IllegalStateException(
          "the logs in keyspace %s have %s partitions, and this node has lorikeet.handler.log.partitions = %d"
              .formatted(keyspace, String.join(", ", others), logPartitions));
    }
  }

  private Set<String> values(String kind) {
    var values = new TreeSet<String>();
    session
        .execute(
            statement("SELECT value FROM %s.agreement WHERE kind = :kind", Map.of("kind", kind)))
        .forEach(row -> values.add(row.getString("value")));
    return values;
  }

  private void add(String kind, String value) {
    if (!values(kind).contains(value)) {
      session.execute(
          statement(
              "INSERT INTO %s.agreement (kind, value, since) VALUES (:kind, :value, toTimestamp(now()))",
              Map.of("kind", kind, "value", value)));
    }
  }

  private SimpleStatement statement(String cql, Map<String, Object> values) {
    return SimpleStatement.newInstance(cql.formatted(keyspace), values)
        .setConsistencyLevel(ConsistencyLevel.QUORUM);
  }
}
