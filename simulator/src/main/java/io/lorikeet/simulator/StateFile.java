package io.lorikeet.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What a simulation remembers from one run to the next, as JSON. Written whole or not at all, and
 * readable by its owner only, for there are keys in it.
 */
public final class StateFile<T> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final Class<T> type;

  public StateFile(Path path, Class<T> type) {
    this.path = path.toAbsolutePath();
    this.type = type;
  }

  /** What was written last; empty if nothing ever was. */
  public Optional<T> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(path.toFile(), type));
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read; remove it to start anew", e);
    }
  }

  public void write(T state) {
    var fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      JSON.writeValue(fresh.toFile(), state);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
