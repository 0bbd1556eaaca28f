package io.lorikeet.node;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.lorikeet.simulator.demo.Demo;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
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

  @Option(
      names = "--demo",
      description = "Also runs simulated gateways and devices, so that there is something to see.")
  private boolean withDemo;

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
        Endpoints.text(endpoints.gateways().orElseThrow()),
        Endpoints.text(endpoints.mqtt()),
        Endpoints.text(endpoints.api().orElseThrow()),
        Endpoints.text(endpoints.management()));
    if (withDemo) {
      startDemo(node);
    }
    System.out.println("\nStop it with Ctrl-C; the next start finds its data.\n");
  }

  private void startDemo(Node node) {
    var endpoints = node.endpoints();
    var demo =
        Demo.start(
            new Demo.Settings(
                endpoints.gateways().orElseThrow(),
                URI.create("http://" + Endpoints.text(endpoints.api().orElseThrow())),
                Optional.of(node.ownKey()),
                endpoints.mqtt().getHostString(),
                endpoints.mqtt().getPort(),
                data),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    node.stopFirst(demo::stop);
  }
}
