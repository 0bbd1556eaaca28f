package io.lorikeet.persistence.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to run a Cassandra beside this process.
 *
 * @param directory everything of it: data, configuration, log
 * @param cqlPort where it serves CQL on 127.0.0.1; 0 for a free one
 * @param storagePort where it would speak to other Cassandras, on 127.0.0.1; 0 for a free one
 * @param startLimit how long a start may take until CQL is served
 */
public record CassandraSettings(
    Path directory, Jvm jvm, int cqlPort, int storagePort, Duration startLimit) {

  /** Names the file that holds the child's class path. */
  public static final String CLASS_PATH_PROPERTY = "lorikeet.cassandra.classpath";

  /**
   * The Java it runs on.
   *
   * @param home of a Java 17 to 23
   * @param classPath as {@code java -cp} takes it
   * @param heapMegabytes MiB
   * @param shortLived compiles less, for a process that lives seconds: tests
   */
  public record Jvm(Path home, String classPath, int heapMegabytes, boolean shortLived) {

    private static final int LEAST_HEAP = 128;

    public Jvm {
      if (heapMegabytes < LEAST_HEAP) {
        throw new IllegalArgumentException(
            "Cassandra's heap: " + heapMegabytes + " MiB (expected: at least " + LEAST_HEAP + ")");
      }
    }
  }

  public CassandraSettings {
    directory = directory.toAbsolutePath().normalize();
    cqlPort = cqlPort == 0 ? freePort() : cqlPort;
    storagePort = storagePort == 0 ? freePort() : storagePort;
  }

  /**
   * Reads the class path that the build wrote.
   *
   * @throws IllegalStateException when the file is not there
   */
  public static String classPathOf(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalStateException(
          "no class path of Cassandra at "
              + file
              + "; set the system property "
              + CLASS_PATH_PROPERTY
              + " to the file that the build writes",
          e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on 127.0.0.1", e);
    }
  }
}
