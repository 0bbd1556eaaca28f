package io.lorikeet.cassandra;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.apache.cassandra.service.CassandraDaemon;

/**
 * Cassandra as the child of a node. Its own flags come as system properties; it says {@link #READY}
 * on standard output when CQL is served, and dies with its parent: whoever holds the other end of
 * standard input.
 */
public final class Main {

  /** The line that tells the parent that CQL is served. */
  static final String READY = "LORIKEET-CASSANDRA-READY";

  /** How long the child of a parent that was just killed may take to let go of the files. */
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

  private static final int EXIT_DATA_IN_USE = 3;
  private static final int EXIT_PARENT_GONE = 4;

  private static FileChannel lockFile;

  private Main() {}

  /**
   * Serves until it is ended.
   *
   * @param args the directory of the data
   */
  public static void main(String[] args) throws Exception {
    TimerSlack.widen();
    haltWithParent();
    lock(Path.of(args[0], "process.lock"));
    new CassandraDaemon().activate();
    System.out.println(READY);
  }

  private static void haltWithParent() {
    var watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  continue;
                }
              } catch (IOException gone) {
                // A broken pipe says the same as its end.
              }
              Runtime.getRuntime().halt(EXIT_PARENT_GONE);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Two Cassandras on one directory would destroy it. The lock lasts as long as the process. */
  private static void lock(Path file) throws IOException, InterruptedException {
    lockFile = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var end = System.nanoTime() + LOCK_PATIENCE.toNanos();
    while (lockFile.tryLock() == null) {
      if (System.nanoTime() - end > 0) {
        System.out.println("data directory is in use by another process: " + file.getParent());
        System.exit(EXIT_DATA_IN_USE);
      }
      Thread.sleep(100);
    }
  }
}
