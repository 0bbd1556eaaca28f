package io.lorikeet.persistence.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Cassandra beside this process for as long as this process lives: started on the data of last
 * time, brought back when it dies, on the same port.
 */
public final class EmbeddedCassandra {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCassandra.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final CassandraSettings settings;
  private final FileChannel lock;
  private final ScheduledExecutorService supervisor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "cassandra-supervisor");
            thread.setDaemon(true);
            return thread;
          });

  private volatile CassandraProcess current;
  private volatile boolean stopping;
  private volatile int restarts;
  private Duration pause = FIRST_PAUSE;

  private EmbeddedCassandra(CassandraSettings settings, FileChannel lock) {
    this.settings = settings;
    this.lock = lock;
  }

  /**
   * Returns when CQL is served.
   *
   * @throws IllegalStateException when another process uses the directory or Cassandra does not
   *     start; the message holds its last lines
   */
  public static EmbeddedCassandra start(CassandraSettings settings) {
    var cassandra = new EmbeddedCassandra(settings, lock(settings.directory()));
    try {
      cassandra.begin(CassandraProcess.start(settings));
      cassandra.current.awaitReady(settings.startLimit());
    } catch (RuntimeException e) {
      cassandra.stop();
      throw e;
    }
    cassandra.supervise(cassandra.current);
    return cassandra;
  }

  private static FileChannel lock(Path directory) {
    var file = directory.resolve("node.lock");
    try {
      Files.createDirectories(directory);
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (held(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the data directory " + directory, e);
    }
    throw new IllegalStateException(
        "another node uses the data directory " + directory + " (" + file + " is locked)");
  }

  private static boolean held(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  /** Says in a file which process it is, for whoever watches its use of the machine. */
  private void begin(CassandraProcess process) {
    current = process;
    var file = settings.directory().resolveSibling("cassandra.pid");
    try {
      Files.writeString(file, process.pid() + "\n");
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.toString());
    }
  }

  private void supervise(CassandraProcess process) {
    process
        .exited()
        .thenAccept(
            code -> {
              if (!stopping) {
                LOG.error("Cassandra ended with exit code {}; starting it again", code);
                restartAfterPause();
              }
            });
  }

  private void restartAfterPause() {
    try {
      supervisor.schedule(this::restart, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("stopped while Cassandra was down");
    }
  }

  private synchronized void restart() {
    if (stopping) {
      return;
    }
    try {
      var process = CassandraProcess.start(settings);
      begin(process);
      process.awaitReady(settings.startLimit());
      restarts++;
      pause = FIRST_PAUSE;
      LOG.info("Cassandra serves again, process {}", process.pid());
      supervise(process);
    } catch (RuntimeException e) {
      pause = longer(pause);
      if (!stopping) {
        LOG.error("Cassandra did not come back; trying again in {} ms", pause.toMillis(), e);
        restartAfterPause();
      }
    }
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  /** Where it serves CQL; the same for its whole life. */
  public InetSocketAddress cqlAddress() {
    return new InetSocketAddress("127.0.0.1", settings.cqlPort());
  }

  /** The process that runs now, or ran last. */
  public long pid() {
    return current.pid();
  }

  /** How often it was brought back. */
  public int restarts() {
    return restarts;
  }

  /** Ends the process as {@code kill -9} does; it comes back. For trials of exactly that. */
  public void kill() {
    current.kill();
  }

  /** Ends it in order, by force after 20 s, for good. */
  public void stop() {
    stopping = true;
    endSupervisor();
    if (current != null) {
      current.stop(STOP_LIMIT);
    }
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("could not release the lock on {}", settings.directory(), e);
    }
  }

  /** A restart under way is broken off, so that no process is started after this. */
  private void endSupervisor() {
    supervisor.shutdownNow();
    try {
      supervisor.awaitTermination(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
