package io.lorikeet.node.backup;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.lorikeet.actors.AfterRestore;
import io.lorikeet.node.CounterSkip;
import io.lorikeet.persistence.backup.Backup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lorikeet restore}: brings back a backup, and leaves out what was used since. */
@Command(
    name = "restore",
    description = {
      "Makes a data directory from a backup. What the network may have used since the backup is left",
      "out: counters of downlinks, so that no key stream is used twice, and JoinNonces.",
      "With LORIKEET_PERSISTENCE_MODE=external only that is done, on a store that was brought back",
      "before, and no node may run."
    },
    mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {

  @Option(names = "--from", description = "The backup. Not needed to go on with what broke off.")
  private Optional<Path> from = Optional.empty();

  @Option(
      names = "--data",
      defaultValue = "data",
      description = "The data directory to make: empty or new (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Option(
      names = "--key",
      description = "The file with the key-encryption key, if it is not in the backup.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--skip",
      defaultValue = "" + AfterRestore.USUAL,
      description =
          "How many counters each device leaves out: more than downlinks it got since the backup,"
              + " less than 16384 (default: ${DEFAULT-VALUE}).")
  private int skip;

  @Option(
      names = "--no-node-runs",
      description = "Says so, for an external store: this cannot see it.")
  private boolean noNodeRuns;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    var out = command.commandLine().getOut();
    var config = config(data);
    var external = config.getString("lorikeet.persistence.mode").equals("external");
    if (external) {
      if (!noNodeRuns) {
        throw new IOException("stop all nodes that use this store, and say so with --no-node-runs");
      }
    } else {
      copyBack(config, out);
    }
    var name = external ? Optional.<String>empty() : Backup.unfinished(data);
    var entities = CounterSkip.run(config, skip, name);
    if (name.isPresent()) {
      Backup.finished(data);
    }
    out.printf("%d entities leave out %d counters and JoinNonces.%n", entities, skip);
    out.println("Devices that joined after the backup must join again.");
    out.flush();
    return 0;
  }

  /** That of a node, with its {@code -Dconfig.file}; no cluster, and no address of its own. */
  static Config config(Path data) {
    return ConfigFactory.load(
        ConfigFactory.defaultOverrides()
            .withValue(
                "lorikeet.node.data-directory",
                ConfigValueFactory.fromAnyRef(data.toAbsolutePath().toString()))
            .withFallback(ConfigFactory.parseResources("offline.conf"))
            .withFallback(ConfigFactory.defaultApplication()));
  }

  private void copyBack(Config config, PrintWriter out) throws IOException {
    if (from.isPresent()) {
      out.printf("The backup in %s is of %s.%n", from.get(), Backup.copyBack(from.get(), data));
      out.flush();
    } else if (!Files.exists(data.resolve(Backup.UNFINISHED))) {
      throw new IOException("which backup? --from DIR");
    }
    var own = data.resolve(Backup.KEY_FILE);
    if (key.isPresent()) {
      Files.copy(key.get(), own);
    }
    var configured = config.getString("lorikeet.persistence.key-encryption-key");
    if (configured.isBlank() && !Files.exists(own)) {
      throw new IOException(
          "the key-encryption key is missing: ./lorikeet restore --data " + data + " --key FILE");
    }
  }
}
