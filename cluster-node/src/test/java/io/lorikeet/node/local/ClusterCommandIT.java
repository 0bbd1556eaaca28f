package io.lorikeet.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code lorikeet cluster} does, at ports that are free. */
@Isolated("takes the whole machine")
class ClusterCommandIT {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int ENDED_BY_SIGTERM = 143;

  private static final Pattern ROW =
      Pattern.compile(" +\\d +\\S+ +(?<member>up, first|\\S+) +(?<process>\\S+) .*");

  @TempDir private Path folder;

  /** The command itself. */
  public static void main(String[] data) throws IOException {
    System.exit(
        ClusterCommand.run(LocalClusterSettings.brief(Path.of(data[0]), 3, "admin-key-of-tests")));
  }

  @Test
  void printsTheMembersAndTheirDeathsAndPassesSignalsOn() throws IOException {
    var cluster = start();
    List<ProcessHandle> processes;
    try {
      await().atMost(LONG).until(() -> has(cluster, "up, first", "up", "up"));
      processes = cluster.descendants().toList();
      assertThat(processes.stream().map(ProcessHandle::pid))
          .as("Cassandra and three nodes")
          .hasSize(4)
          .containsAll(table().stream().map(row -> Long.parseLong(row.process())).toList());

      var first = table().stream().filter(row -> row.member().equals("up, first")).findFirst();
      ProcessHandle.of(Long.parseLong(first.orElseThrow().process()))
          .orElseThrow()
          .destroyForcibly();

      await().atMost(LONG).until(() -> has(cluster, "-", "up, first", "up"));
      assertThat(output()).contains("has ended with 137");
    } finally {
      cluster.destroy();
      cluster.onExit().join();
    }

    assertThat(cluster.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-Dlorikeet.cassandra.classpath=" + System.getProperty("lorikeet.cassandra.classpath"),
            "-cp",
            System.getProperty("java.class.path"),
            ClusterCommandIT.class.getName(),
            folder.resolve("data").toString())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .start();
  }

  private Path log() {
    return folder.resolve("output.log");
  }

  private String output() throws IOException {
    return Files.readString(log());
  }

  /** In any order. */
  private boolean has(Process cluster, String... members) throws IOException {
    if (!cluster.isAlive()) {
      throw new IllegalStateException("it has ended:\n" + output());
    }
    var its = table().stream().map(Row::member).sorted().toList();
    return its.equals(List.of(members).stream().sorted().toList());
  }

  private record Row(String member, String process) {

    private static Optional<Row> parse(String line) {
      var row = ROW.matcher(line);
      return row.matches()
          ? Optional.of(new Row(row.group("member"), row.group("process")))
          : Optional.empty();
    }
  }

  /** The one that was printed last. */
  private List<Row> table() throws IOException {
    var output = output();
    var start = Math.max(0, output.lastIndexOf("  node "));
    return output.substring(start).lines().flatMap(line -> Row.parse(line).stream()).toList();
  }
}
