package io.lorikeet.node.backup;

import io.lorikeet.persistence.backup.Backup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lorikeet backup}: a copy of the store of a network that runs. */
@Command(
    name = "backup",
    description = {
      "Copies the store of a network that runs on this machine with its own Cassandra.",
      "For another Cassandra use its own tools (see the operator guide)."
    },
    mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      defaultValue = "data",
      description = "The data directory (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Option(names = "--to", required = true, description = "A directory that is empty or new.")
  private Path to;

  @Option(
      names = "--with-key",
      description = "Copies the key-encryption key too. Whoever gets the copy has all keys then.")
  private boolean withKey;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    var copied = Backup.make(data, cassandra(), to, withKey, Clock.systemUTC());
    var out = command.commandLine().getOut();
    out.printf("%d files, %.1f MB, in %s%n", copied.files(), copied.bytes() / 1e6, to);
    if (!withKey && Files.exists(data.resolve(Backup.KEY_FILE))) {
      out.printf(
          "The key-encryption key is not in it, and without it it is of no use: keep a copy of %s elsewhere.%n",
          data.resolve(Backup.KEY_FILE));
    }
    out.flush();
    return 0;
  }

  private long cassandra() throws IOException {
    var file = data.resolve("cassandra.pid");
    if (Files.exists(file)) {
      var pid = Long.parseLong(Files.readString(file).strip());
      if (ProcessHandle.of(pid).isPresent()) {
        return pid;
      }
    }
    throw new IOException(
        "no Cassandra runs in " + data + ": start the network first, or copy the whole directory");
  }
}
