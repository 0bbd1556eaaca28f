package io.lorikeet.node.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node of a cluster on this machine: a process that can be started and ended in any way. */
public final class LocalNode {

  private static final Logger LOG = LoggerFactory.getLogger(LocalNode.class);

  /** What {@link #tellAllStop} writes to the node's standard input. */
  public static final int ALL_STOP = 'a';

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final int number;
  private final NodeAddresses addresses;
  private final Path data;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Consumer<LocalNode> ended;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
  private Optional<Process> process = Optional.empty();
  private boolean wanted;

  /**
   * @param data of the cluster
   * @param command starts the node
   * @param environment further variables, for what must not be seen in a list of processes
   * @param ended is told when the process ends unasked
   */
  LocalNode(
      int number,
      NodeAddresses addresses,
      Path data,
      List<String> command,
      Map<String, String> environment,
      Consumer<LocalNode> ended) {
    this.number = number;
    this.addresses = addresses;
    this.data = data;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.ended = ended;
  }

  /** From 1. */
  public int number() {
    return number;
  }

  public NodeAddresses addresses() {
    return addresses;
  }

  /** What the process prints, over all its starts. */
  public Path log() {
    return data.resolve("node-" + number + ".log");
  }

  /** Starts the process and returns at once; see {@link #awaitReady}. */
  public void start() {
    start(command);
  }

  /**
   * The same from another version of this program.
   *
   * @param checkout of that version, built
   */
  public void start(Path checkout) {
    start(NodeCommandLine.from(checkout, command));
  }

  private synchronized void start(List<String> line) {
    if (isAlive()) {
      throw new IllegalStateException("node " + number + " runs already");
    }
    try {
      var builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.environment().putAll(environment);
      var starting =
          builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
      process = Optional.of(starting);
      wanted = true;
      Files.writeString(data.resolve("node-" + number + ".pid"), starting.pid() + "\n");
      starting.onExit().thenAccept(this::hasEnded);
    } catch (IOException e) {
      throw new UncheckedIOException("node " + number + " does not start", e);
    }
  }

  private void hasEnded(Process it) {
    synchronized (this) {
      if (!wanted || process.isEmpty() || process.get() != it) {
        return;
      }
      wanted = false;
    }
    ended.accept(this);
  }

  public synchronized boolean isAlive() {
    return process.filter(Process::isAlive).isPresent();
  }

  /** Of the process that runs, or ran last. */
  public synchronized long pid() {
    return process.orElseThrow(() -> new IllegalStateException("never started")).pid();
  }

  /** Of the process that ran last; empty while it runs. */
  public synchronized Optional<Integer> exitCode() {
    return process.filter(its -> !its.isAlive()).map(Process::exitValue);
  }

  /** Whether it says of itself that it is ready. */
  public boolean isReady() {
    return isAlive() && get("/ready").map(answer -> answer.statusCode() == 200).orElse(false);
  }

  /**
   * Waits until the node serves.
   *
   * @throws IllegalStateException when it ends instead, or takes longer; with the end of its log
   */
  public void awaitReady(Duration limit) {
    var end = System.nanoTime() + limit.toNanos();
    while (!isReady()) {
      if (!isAlive()) {
        throw new IllegalStateException("node " + number + " has ended:\n" + lastLines());
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "node %d is not ready after %d s:%n%s"
                .formatted(number, limit.toSeconds(), lastLines()));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private String lastLines() {
    try {
      var lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(" + log() + " cannot be read)";
    }
  }

  /** What it measures of itself, as Prometheus reads it; empty when it does not answer. */
  public Optional<String> metrics() {
    return get("/metrics").filter(its -> its.statusCode() == 200).map(HttpResponse::body);
  }

  /** What the node's management answers; empty when it does not. */
  Optional<HttpResponse<String>> get(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(addresses.managementUri() + path))
            .timeout(Duration.ofSeconds(3))
            .build();
    try {
      return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Tells it that the other nodes are about to stop, too: it need not move its shards there. */
  synchronized void tellAllStop() {
    process
        .filter(Process::isAlive)
        .ifPresent(
            its -> {
              try {
                its.getOutputStream().write(ALL_STOP);
                its.getOutputStream().flush();
              } catch (IOException e) {
                LOG.debug("node {} has ended already: {}", number, e.toString());
              }
            });
  }

  /** Has it hand over, leave and end, as SIGTERM does; returns at once. */
  public synchronized CompletableFuture<Process> requestStop() {
    wanted = false;
    if (process.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    // Not of the process itself: that would end its input as well, which says something else.
    process.get().toHandle().destroy();
    return process.get().onExit();
  }

  /** {@link #requestStop} and wait; by force after a minute. */
  public void stop() {
    try {
      requestStop().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
      kill();
    }
  }

  /** As {@code kill -9}. */
  public void kill() {
    Optional<Process> killed;
    synchronized (this) {
      wanted = false;
      killed = process;
    }
    killed.ifPresent(
        its -> {
          its.destroyForcibly();
          its.onExit().join();
        });
  }

  /** As {@code kill -STOP}: it does nothing any more, and others cannot tell why. */
  public void pause() {
    signal("STOP");
  }

  /** The end of {@link #pause}. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " of node " + number + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
