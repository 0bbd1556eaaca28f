package io.lorikeet.node;

import io.lorikeet.persistence.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says in the data directory which processes belong to this node, for whoever watches them. */
final class PidFiles {

  private PidFiles() {}

  /** Written until closed. */
  static AutoCloseable write(Path directory, Store store) throws IOException {
    var node = Node.pidFile(directory, "node");
    Files.writeString(node, ProcessHandle.current().pid() + "\n");
    return () -> Files.deleteIfExists(node);
  }
}
