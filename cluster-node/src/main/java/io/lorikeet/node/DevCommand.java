package io.lorikeet.node;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lorikeet dev}: a private network on one machine. */
@Command(
    name = "dev",
    description = "Runs a private network on this machine: one node with everything in it.",
    mixinStandardHelpOptions = true)
final class DevCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      defaultValue = "data",
      description = "Where its data is kept (default: ${DEFAULT-VALUE}).")
  private Path data;

  @Override
  public Integer call() {
    var config =
        ConfigFactory.load(
            ConfigFactory.defaultOverrides()
                .withValue(
                    "lorikeet.node.data-directory",
                    ConfigValueFactory.fromAnyRef(data.toAbsolutePath().toString()))
                .withFallback(ConfigFactory.parseResources("local.conf"))
                .withFallback(ConfigFactory.parseResources("application.conf")));
    System.out.println("Starting Lorikeet, data in " + data + " ...");
    return NodeRunner.run(config, this::showAdminKey, this::greet);
  }

  private void showAdminKey(String key) {
    System.out.printf(
        """

        Your admin key, shown this once (only its hash is kept):
          %s
        To use it:  export LORIKEET_KEY=%s

        """,
        key, key);
  }

  private void greet(Node node) {
    var endpoints = node.endpoints();
    System.out.printf(
        """

        Lorikeet is running.
          gateways (Semtech UDP)   %s
          applications (MQTT)      %s
          HTTP API                 http://%s/api/v1
          health and metrics       http://%s/ready and /metrics
        """,
        Endpoints.text(endpoints.gateways()),
        Endpoints.text(endpoints.mqtt()),
        Endpoints.text(endpoints.api()),
        Endpoints.text(endpoints.management()));
    System.out.println("\nStop it with Ctrl-C; the next start finds its data.\n");
  }
}
