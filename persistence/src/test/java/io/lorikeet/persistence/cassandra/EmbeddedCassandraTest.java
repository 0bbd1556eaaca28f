package io.lorikeet.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedCassandraTest {

  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @TempDir private Path directory;

  @Test
  void a_start_that_fails_says_why_with_the_last_lines_of_cassandra() {
    var noClasses = settings("nowhere.jar");

    assertThatThrownBy(() -> EmbeddedCassandra.start(noClasses))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("io.lorikeet.cassandra.Main");
  }

  @Test
  void a_directory_that_is_in_use_is_refused_at_once_and_is_free_again_after_a_stop() {
    var first = EmbeddedCassandra.start(settings(classPath()));

    assertThatThrownBy(() -> EmbeddedCassandra.start(settings(classPath())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another node uses the data directory");

    first.stop();
    EmbeddedCassandra.start(settings(classPath())).stop();
  }

  @Test
  void the_child_ends_with_its_parent_and_guards_its_directory_itself() throws Exception {
    var child = CassandraProcess.start(settings(classPath()));
    child.awaitReady(Duration.ofMinutes(3));

    var slacks = timerSlacks(child.pid());
    assertThat(slacks.isEmpty() || slacks.contains("300000")).as("%s", slacks).isTrue();

    var second = CassandraProcess.start(settings(classPath()));
    assertThatThrownBy(() -> second.awaitReady(Duration.ofMinutes(3)))
        .hasMessageContaining("data directory is in use");

    child.loseParent();
    assertThat(child.exited().toCompletableFuture().get()).isEqualTo(4);
  }

  @Test
  void a_heap_in_which_cassandra_cannot_live_is_refused() {
    assertThatThrownBy(() -> new CassandraSettings.Jvm(directory, "", 64, true))
        .hasMessageContaining("64 MiB");
  }

  /** Nanoseconds, of each thread of which the system says it, and says it to us. */
  private static List<String> timerSlacks(long pid) {
    var slacks = new ArrayList<String>();
    var threads = Path.of("/proc", Long.toString(pid), "task").toFile().list();
    for (var thread : threads == null ? new String[0] : threads) {
      try {
        slacks.add(Files.readString(Path.of("/proc", thread, "timerslack_ns")).strip());
      } catch (IOException unavailable) {
        continue;
      }
    }
    return slacks;
  }

  private CassandraSettings settings(String classPath) {
    var jvm = new CassandraSettings.Jvm(JAVA, classPath, 192, true);
    return new CassandraSettings(directory, jvm, 0, 0, Duration.ofMinutes(3));
  }

  private static String classPath() {
    return CassandraSettings.classPathOf(
        Path.of(System.getProperty(CassandraSettings.CLASS_PATH_PROPERTY)));
  }
}
