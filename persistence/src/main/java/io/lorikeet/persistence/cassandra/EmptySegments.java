package io.lorikeet.persistence.cassandra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments of Cassandra's commit log that were made while the disk was full: 16 MiB of zeros, as
 * not a page was free for their headers. Cassandra does not start with one, also when there is room
 * again. Nothing that was acknowledged is in them: what is read of a segment begins with its
 * header.
 */
final class EmptySegments {

  private static final Logger LOG = LoggerFactory.getLogger(EmptySegments.class);

  private static final String COMMIT_LOG = "commitlog";
  private static final int BUFFER = 64 * 1024;

  private EmptySegments() {}

  /**
   * Deletes them, before Cassandra starts; any other that cannot be read it has to judge itself.
   *
   * @param directory of Cassandra's data
   */
  static void deleteFrom(Path directory) {
    var commitLog = directory.resolve(COMMIT_LOG);
    if (!Files.isDirectory(commitLog)) {
      return;
    }
    try (var segments = Files.newDirectoryStream(commitLog, "CommitLog-*.log")) {
      for (var segment : segments) {
        if (isEmpty(segment)) {
          LOG.warn("deleting {}: zeros only, made while the disk was full", segment);
          Files.delete(segment);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("commit log in " + commitLog, e);
    }
  }

  private static boolean isEmpty(Path segment) throws IOException {
    var buffer = new byte[BUFFER];
    try (var in = Files.newInputStream(segment)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] != 0) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
