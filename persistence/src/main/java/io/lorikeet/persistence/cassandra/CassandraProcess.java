package io.lorikeet.persistence.cassandra;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of Cassandra as a child of this process. When this process dies, so does the child. */
final class CassandraProcess {

  private static final String READY = "LORIKEET-CASSANDRA-READY";
  private static final int KEPT_LINES = 40;

  private final Process process;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();

  private CassandraProcess(Process process) {
    this.process = process;
  }

  /** Starts it and returns at once; {@link #awaitReady} tells when it serves. */
  static CassandraProcess start(CassandraSettings settings) {
    var files = CassandraFiles.write(settings);
    EmptySegments.deleteFrom(settings.directory());
    try {
      var process =
          new ProcessBuilder(TerminalSignals.unheardBy(CassandraCommand.of(settings, files)))
              .directory(settings.directory().toFile())
              .redirectErrorStream(true)
              .start();
      var cassandra = new CassandraProcess(process);
      cassandra.listen();
      return cassandra;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Cassandra in " + settings.directory(), e);
    }
  }

  private void listen() {
    var listener = new Thread(this::readOutput, "cassandra-output");
    listener.setDaemon(true);
    listener.start();
  }

  private void readOutput() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
        if (line.contains(READY)) {
          ready.complete(null);
        }
      }
    } catch (IOException closed) {
      keep("output closed: " + closed.getMessage());
    }
    process.onExit().thenAccept(ended -> ready.completeExceptionally(failure("ended")));
  }

  private void keep(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == KEPT_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }

  /**
   * Waits until CQL is served.
   *
   * @throws IllegalStateException when it ended or took too long, with its last lines; it is dead
   *     then
   */
  void awaitReady(Duration limit) {
    try {
      ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure("ended before it served CQL");
    } catch (TimeoutException e) {
      kill();
      throw failure("did not serve CQL within " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
      throw failure("was interrupted while it started");
    }
  }

  private IllegalStateException failure(String what) {
    var code = process.isAlive() ? "" : " (exit code " + process.exitValue() + ")";
    synchronized (lastLines) {
      return new IllegalStateException(
          "Cassandra " + what + code + "; its last lines:\n" + String.join("\n", lastLines));
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  CompletionStage<Integer> exited() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Ends it in order, which takes up to {@code limit}; then by force. */
  void stop(Duration limit) {
    process.destroy();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
  }

  /** What the child sees when this process dies. */
  void loseParent() throws IOException {
    process.getOutputStream().close();
  }
}
