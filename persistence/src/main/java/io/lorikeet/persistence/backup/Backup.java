package io.lorikeet.persistence.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A copy of the store of an embedded Cassandra, taken while it runs. A copy is laid out as a data
 * directory is, with a file {@link #MARK} in it that keeps nodes from running on it: what was used
 * since must be left out first.
 */
public final class Backup {

  /** Says when the copy was made. */
  public static final String MARK = "backup";

  /** In a data directory, for as long as it is being restored; says when the copy was made. */
  public static final String UNFINISHED = "restoring";

  public static final String KEY_FILE = "kek";

  private static final List<String> SMALL_FILES = List.of("admin-key.sha256");
  private static final String DATA = "cassandra/data";
  private static final String SNAPSHOTS = "snapshots";
  private static final String PREFIX = "lorikeet-";

  private Backup() {}

  /** What was copied. */
  public record Copied(int files, long bytes) {

    private Copied and(Copied other) {
      return new Copied(files + other.files, bytes + other.bytes);
    }
  }

  /**
   * Makes one.
   *
   * @param data the data directory of the node
   * @param pid of its Cassandra, which runs
   * @param to a directory that is empty or not there yet
   * @param withKey whether the file with the key-encryption key is copied too
   * @throws IOException when something cannot be read or written; what was written stays and is of
   *     no use
   */
  public static Copied make(Path data, long pid, Path to, boolean withKey, Clock clock)
      throws IOException {
    refuseIfFull(to);
    Files.createDirectories(
        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var now = clock.instant();
    var name = PREFIX + now.toEpochMilli();
    Copied copied;
    try (var cassandra = CassandraControl.attach(pid)) {
      cassandra.snapshot(name);
      try {
        copied = copySnapshot(data.resolve(DATA), name, to.resolve(DATA));
      } finally {
        cassandra.clearSnapshot(name);
      }
    }
    for (var file : SMALL_FILES) {
      copied = copied.and(copyIfThere(data.resolve(file), to.resolve(file)));
    }
    if (withKey) {
      copied = copied.and(copyIfThere(data.resolve(KEY_FILE), to.resolve(KEY_FILE)));
    }
    Files.writeString(to.resolve(MARK), now + "\n");
    return copied;
  }

  private static void refuseIfFull(Path to) throws IOException {
    if (Files.exists(to)) {
      try (var files = Files.list(to)) {
        if (files.findAny().isPresent()) {
          throw new IOException(to + " is not empty");
        }
      }
    }
  }

  /** From keyspace/table/snapshots/name/file to keyspace/table/file. */
  private static Copied copySnapshot(Path data, String name, Path to) throws IOException {
    var copied = new Copied(0, 0);
    try (var files = Files.walk(data)) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        var path = data.relativize(file);
        if (path.getNameCount() > 4
            && path.getName(2).toString().equals(SNAPSHOTS)
            && path.getName(3).toString().equals(name)) {
          var target = to.resolve(path.subpath(0, 2)).resolve(path.subpath(4, path.getNameCount()));
          copied = copied.and(copy(file, target));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return copied;
  }

  private static Copied copyIfThere(Path file, Path to) throws IOException {
    return Files.exists(file) ? copy(file, to) : new Copied(0, 0);
  }

  private static Copied copy(Path file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
    return new Copied(1, Files.size(to));
  }

  /**
   * Copies a backup into a data directory, where the node is not to run before {@link #finished}.
   *
   * @param data a directory that is empty or not there yet
   * @return when the backup was made
   * @throws IOException when {@code from} is no backup, or {@code data} holds something
   */
  public static Instant copyBack(Path from, Path data) throws IOException {
    if (!Files.exists(from.resolve(MARK))) {
      throw new IOException(from + " is no backup: there is no file " + MARK + " in it");
    }
    var made = Instant.parse(Files.readString(from.resolve(MARK)).strip());
    refuseIfFull(data);
    Files.createDirectories(data);
    Files.writeString(data.resolve(UNFINISHED), made + "\n");
    try (var files = Files.walk(from)) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        var path = from.relativize(file);
        if (!path.toString().equals(MARK)) {
          copy(file, data.resolve(path));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return made;
  }

  /** The name of the restore that is under way in a data directory, if one is. */
  public static Optional<String> unfinished(Path data) throws IOException {
    var file = data.resolve(UNFINISHED);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  /** The data directory may be used. */
  public static void finished(Path data) throws IOException {
    Files.delete(data.resolve(UNFINISHED));
  }
}
