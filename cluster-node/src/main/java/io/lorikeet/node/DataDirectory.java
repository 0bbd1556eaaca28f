package io.lorikeet.node;

import io.lorikeet.persistence.backup.Backup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory that holds a node's data. */
public final class DataDirectory {

  private DataDirectory() {}

  /**
   * Makes the directory if need be and keeps other nodes out of it until closed. The file {@code
   * node.pid} says which process has it.
   *
   * @throws IOException when it cannot be used, another node is using it, or it is a backup
   */
  public static AutoCloseable lock(Path directory) throws IOException {
    refuseIfOld(directory);
    return lockAsItIs(directory);
  }

  /** What was brought back from a backup must not be used before old counters are left out. */
  private static void refuseIfOld(Path directory) throws IOException {
    if (Files.exists(directory.resolve(Backup.MARK))) {
      throw new IOException(
          directory + " is a backup: ./lorikeet restore --from " + directory + " --data DIR");
    }
    if (Files.exists(directory.resolve(Backup.UNFINISHED))) {
      throw new IOException(
          directory + " is not restored yet: ./lorikeet restore --data " + directory);
    }
  }

  /** The same for whoever brings it back. */
  static AutoCloseable lockAsItIs(Path directory) throws IOException {
    Files.createDirectories(directory);
    var channel =
        FileChannel.open(
            directory.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        var pid = ProcessHandle.current().pid();
        Files.writeString(directory.resolve("node.pid"), pid + "\n");
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another node in this process has it.
    }
    channel.close();
    throw new IOException(
        "another node is using " + directory + "; stop it, or start this one with --data DIR");
  }
}
