package io.lorikeet.persistence.journal;

import static io.lorikeet.persistence.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecoveryReadsTest {

  private static final String DELETED_TO =
      "\n  SELECT deleted_to FROM lorikeet.metadata WHERE\n  persistence_id = ?\n";
  private static final String LAST_EVENT =
      """

       SELECT sequence_nr FROM lorikeet.messages WHERE
         persistence_id = ? AND
         partition_nr = ?
         ORDER BY sequence_nr
         DESC LIMIT 1
      """;
  private static final String EVENTS =
      "SELECT * FROM lorikeet.messages WHERE persistence_id = ? AND partition_nr = ?";

  private final RecoveryReads reads = new RecoveryReads(500_000);

  @Test
  void nothing_counts_as_deleted() {
    var answer = reads.answer(statement(DELETED_TO, "a"));

    assertThat(await(answer.orElseThrow()).one()).isNull();
  }

  @Test
  void two_partitions_behind_one_that_is_far_from_full_are_empty() {
    var first = statement(LAST_EVENT, "a", 3L);
    assertThat(reads.answer(first)).isEmpty();
    var answer = await(reads.learn(first, lastEvent(1_500_123)));
    assertThat(answer.one().getLong(0)).isEqualTo(1_500_123);
    assertThat(answer.one()).isNull();

    var next = reads.answer(statement(LAST_EVENT, "a", 4L));

    var last = reads.answer(statement(LAST_EVENT, "a", 5L));

    assertThat(await(next.orElseThrow()).one()).isNull();
    assertThat(await(last.orElseThrow()).one()).isNull();
    assertThat(reads.answer(statement(LAST_EVENT, "a", 4L))).as("once").isEmpty();
  }

  @Test
  void a_partition_behind_one_that_is_nearly_full_is_asked_for() {
    var first = statement(LAST_EVENT, "a", 0L);
    await(reads.learn(first, lastEvent(499_000)));

    assertThat(reads.answer(statement(LAST_EVENT, "a", 1L))).isEmpty();
  }

  @Test
  void a_partition_behind_one_that_is_empty_is_asked_for() {
    var first = statement(LAST_EVENT, "a", 0L);
    await(reads.learn(first, CompletableFuture.completedFuture(new FixedRows(null, List.of()))));

    assertThat(reads.answer(statement(LAST_EVENT, "a", 1L))).isEmpty();
  }

  @Test
  void what_is_known_of_one_entity_says_nothing_of_another_or_of_another_partition() {
    await(reads.learn(statement(LAST_EVENT, "a", 0L), lastEvent(100)));
    assertThat(reads.answer(statement(LAST_EVENT, "b", 1L))).isEmpty();
    assertThat(reads.answer(statement(LAST_EVENT, "a", 0L))).isEmpty();

    await(reads.learn(statement(LAST_EVENT, "a", 0L), lastEvent(100)));
    assertThat(reads.answer(statement(LAST_EVENT, "a", 3L))).isEmpty();
  }

  @Test
  void all_else_is_asked() {
    assertThat(reads.answer(statement(EVENTS, "a", 0L))).isEmpty();
    assertThat(reads.answer("SELECT deleted_to FROM metadata")).isEmpty();
  }

  private static CompletableFuture<AsyncResultSet> lastEvent(long sequenceNr) {
    var row = stub(Row.class, Map.of("getLong", sequenceNr));
    return CompletableFuture.completedFuture(new FixedRows(null, List.of(row)));
  }

  private static BoundStatement statement(String query, String persistenceId) {
    return statement(query, persistenceId, 0);
  }

  private static BoundStatement statement(String query, String persistenceId, long partition) {
    var prepared = stub(PreparedStatement.class, Map.of("getQuery", query));
    return stub(
        BoundStatement.class,
        Map.of("getPreparedStatement", prepared, "getString", persistenceId, "getLong", partition));
  }

  /** Answers these methods, whatever they are given, and others with nothing. */
  private static <T> T stub(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }
}
