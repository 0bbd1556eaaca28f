package io.lorikeet.node.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A disk of its own for a directory, of memory, that can be filled and emptied. */
final class SmallDisk implements AutoCloseable {

  private static final int MEBIBYTES = 640;
  private static final int BLOCK = 256 * 1024;
  private static final int PAGE = 4096;
  private static final long PATIENCE_SECONDS = 10;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** Why none can be had here; empty if one can. */
  static Optional<String> whyNot() {
    try {
      var trial = Files.createTempDirectory("lorikeet-disk");
      try {
        mount(trial).close();
        return Optional.empty();
      } finally {
        Files.delete(trial);
      }
    } catch (IOException e) {
      return Optional.of("this user may not mount a disk: " + e.getMessage());
    }
  }

  /**
   * @throws IOException when it is not allowed; the message says what mount said
   */
  static SmallDisk mount(Path directory) throws IOException {
    Files.createDirectories(directory);
    run("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "tmpfs", directory.toString());
    return new SmallDisk(directory);
  }

  /** Leaves not a page free; to be called again for what has been freed since. */
  void fill() throws IOException {
    // Small steps at the end: what is left of a large block would be room for many writes.
    for (int size = BLOCK; size >= PAGE; size /= 4) {
      fill(size);
    }
  }

  private void fill(int size) throws IOException {
    var filler = directory.resolve("filler-" + size);
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      var block = new byte[size];
      while (Files.getFileStore(directory).getUsableSpace() > 0) {
        out.write(block);
      }
    } catch (IOException e) {
      if (Files.getFileStore(directory).getUsableSpace() >= size) {
        throw e;
      }
    }
  }

  /** There is room again. */
  void free() throws IOException {
    for (int size = BLOCK; size >= PAGE; size /= 4) {
      Files.deleteIfExists(directory.resolve("filler-" + size));
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", directory.toString());
  }

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
