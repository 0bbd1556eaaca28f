package io.lorikeet.persistence;

import static io.lorikeet.persistence.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(value = TestStore.LOCK, mode = ResourceAccessMode.READ)
class StoreTest {

  @TempDir private Path directory;

  @Test
  void a_cassandra_elsewhere_is_used_with_a_keyspace_of_its_own() {
    var store =
        Store.start(
            external(
                """
                lorikeet.persistence.keyspace = elsewhere
                lorikeet.persistence.key-encryption-key = "%s"
                """
                    .formatted("ab".repeat(32))),
            directory);

    assertThat(store.embedded()).isEmpty();
    assertThat(store.config().getString("akka.persistence.cassandra.journal.keyspace"))
        .isEqualTo("elsewhere");
    assertThat(directory).isEmptyDirectory();
    try (var session = store.openSession()) {
      assertThat(session.execute("SELECT name FROM elsewhere.directory").all()).isEmpty();
    }
    store.stop();
  }

  @Test
  void a_restore_that_broke_off_goes_on_under_its_name() {
    var store = TestStore.store();

    assertThat(store.beginRestore("first")).isEqualTo("first");
    assertThat(store.beginRestore("second")).isEqualTo("first");
    store.endRestore();
    assertThat(store.beginRestore("third")).isEqualTo("third");
    store.endRestore();
  }

  @Test
  void a_log_in_and_tls_reach_the_driver() {
    var driver =
        Store.driver(
            external(
                """
                lorikeet.persistence.external {
                  contact-points = "a:9042, b:9043"
                  local-datacenter = south
                  username = lorikeet
                  password = "p w"
                  tls = on
                }
                """));

    assertThat(driver.getStringList("datastax-java-driver.basic.contact-points"))
        .isEqualTo(List.of("a:9042", "b:9043"));
    var advanced = driver.getConfig("datastax-java-driver.advanced");
    assertThat(advanced.getString("auth-provider.password")).isEqualTo("p w");
    assertThat(advanced.getString("ssl-engine-factory.class")).isEqualTo("DefaultSslEngineFactory");
  }

  @Test
  void a_system_that_would_write_keys_in_clear_gets_no_log() {
    var store = TestStore.store();
    var system = Adapter.toTyped(ActorSystem.create("unsealed", store.config()));

    assertThatThrownBy(() -> store.logStore(system))
        .hasMessageContaining("without SealedSerialization.setup");
    system.terminate();
    await(system.getWhenTerminated());
  }

  @Test
  void settings_that_cannot_work_are_refused_by_name() {
    assertThatThrownBy(() -> start("lorikeet.persistence.mode = nowhere"))
        .hasMessageContaining("mode: nowhere");
    assertThatThrownBy(() -> start("lorikeet.persistence.log-retention = 1 second"))
        .hasMessageContaining("log-retention");
    assertThatThrownBy(() -> start("lorikeet.persistence.key-encryption-key = abc"))
        .hasMessageContaining("key encryption key");
  }

  private void start(String settings) {
    Store.start(external(settings), directory);
  }

  private static Config external(String settings) {
    var address = TestStore.cassandra().cqlAddress();
    return ConfigFactory.parseString(settings)
        .withFallback(
            ConfigFactory.parseString(
                """
                lorikeet.persistence.mode = external
                lorikeet.persistence.external.contact-points = "127.0.0.1:%d"
                """
                    .formatted(address.getPort())))
        .withFallback(ConfigFactory.load("store"))
        .resolve();
  }

  @Test
  void the_probe_is_answered_by_a_store_that_is_there() {
    var system = TestStore.system("probe");

    await(TestStore.store().probe(system).get());

    system.terminate();
  }
}
