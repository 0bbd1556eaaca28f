package io.lorikeet.persistence.pause;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class StoreMetersTest {

  private static final String INSERT_EVENT =
      "\n      INSERT INTO lorikeet.messages (persistence_id, event) VALUES (?, ?)";
  private static final String APPEND =
      "INSERT INTO lorikeet.application_log (application_id) VALUES (?)";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StoreMeters meters = new StoreMeters(registry);

  private long requests(String operation, String table) {
    var timer =
        registry
            .find("lorikeet.store.requests")
            .tags("operation", operation, "table", table)
            .timer();
    return timer == null ? 0 : timer.count();
  }

  private void answered(Object request) {
    meters.answered(request, 1_000, null);
  }

  @Test
  void a_request_is_counted_by_its_table() {
    answered(INSERT_EVENT);
    answered("SELECT event FROM lorikeet.messages WHERE persistence_id = ?");
    answered(SimpleStatement.newInstance("DELETE FROM snapshots WHERE persistence_id = ?"));
    answered("UPDATE lorikeet.application_log_bucket USING TTL ? SET after_position = ?");

    assertThat(requests("write", "messages")).isEqualTo(1);
    assertThat(requests("read", "messages")).isEqualTo(1);
    assertThat(requests("delete", "snapshots")).isEqualTo(1);
    assertThat(requests("write", "application_log_bucket")).isEqualTo(1);
  }

  @Test
  void what_is_not_ours_goes_under_one_name() {
    answered("SELECT release_version FROM system.local");
    answered("SELECT 1");
    for (int i = 0; i < 1_000; i++) {
      answered("INSERT INTO somebody.table_" + i + " (a) VALUES (1)");
    }

    assertThat(requests("read", "other")).isEqualTo(2);
    assertThat(requests("write", "other")).isEqualTo(1_000);
    assertThat(registry.find("lorikeet.store.requests").timers()).hasSize(2);
  }

  @Test
  void a_batch_counts_once_for_each_of_its_tables() {
    var batch =
        BatchStatement.newInstance(DefaultBatchType.UNLOGGED)
            .add(SimpleStatement.newInstance(INSERT_EVENT))
            .add(SimpleStatement.newInstance(APPEND))
            .add(SimpleStatement.newInstance(INSERT_EVENT));

    meters.answered(batch, 1_000, new IllegalStateException("away"));

    assertThat(requests("write", "messages")).isEqualTo(1);
    assertThat(requests("write", "application_log")).isEqualTo(1);
    assertThat(registry.get("lorikeet.store.failures").tags("table", "messages").counter().count())
        .isEqualTo(1);
  }
}
