package io.lorikeet.node.local;

import io.lorikeet.persistence.cassandra.HugePages;
import io.lorikeet.persistence.cassandra.TerminalSignals;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the processes of a local cluster are started. */
final class NodeCommandLine {

  /** What three nodes, the broker and Cassandra may take together is 3 GB. */
  private static final String HEAP = "320m";

  private final LocalClusterSettings settings;
  private final String cassandra;
  private final Optional<ClassArchive> archive;

  /**
   * @param cassandra host:port that all nodes use
   * @param archive of the classes that they share
   */
  NodeCommandLine(LocalClusterSettings settings, String cassandra, Optional<ClassArchive> archive) {
    this.settings = settings;
    this.cassandra = cassandra;
    this.archive = archive;
  }

  /**
   * @param more options of this node's Java process alone; of two that contradict the later holds
   */
  List<String> of(int number, NodeAddresses its, List<String> more) {
    var options = new ArrayList<>(settings.javaOptions().apply(number));
    archive.ifPresent(classes -> options.addAll(classes.toUse()));
    options.addAll(more);
    return command(number, its, options);
  }

  /** A node by itself, which leaves behind the classes that it has loaded. */
  List<String> toMake(ClassArchive classes, int number, NodeAddresses its) {
    var options = new ArrayList<>(classes.toMake());
    options.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dlorikeet.cluster.forming=alone"));
    return command(number, its, options);
  }

  private List<String> command(int number, NodeAddresses its, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        settings.brief()
            ? List.of("-Xmx256m", "-XX:TieredStopAtLevel=1")
            : List.of("-Xms128m", "-Xmx" + heap(), "-Xmn96m", "-XX:-UseCodeCacheFlushing"));
    command.addAll(HugePages.options());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "-Xss1m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
            "-Dakka.actor.default-dispatcher.fork-join-executor.parallelism-max=" + threads(),
            "-Dakka.actor.internal-dispatcher.fork-join-executor.parallelism-max=" + threads(),
            "-Dconfig.resource=local-cluster-node.conf",
            "-Dlorikeet.node.data-directory=" + data(number),
            "-Dlorikeet.cluster.contact-points=" + contactPoints(),
            "-Dakka.remote.artery.canonical.hostname=" + its.host(),
            "-Dakka.remote.artery.canonical.port=" + its.remoting(),
            "-Dlorikeet.management.bind-address=" + its.host(),
            "-Dlorikeet.management.port=" + its.management(),
            "-Dlorikeet.http-api.bind-address=" + its.host(),
            "-Dlorikeet.http-api.port=" + its.api(),
            "-Dlorikeet.gateway-bridge.semtech-udp.bind=" + its.host(),
            "-Dlorikeet.gateway-bridge.semtech-udp.port=" + its.gateways(),
            "-Dlorikeet.persistence.external.contact-points=" + cassandra,
            "-Dlorikeet.integrations.mqtt.host=" + settings.mqtt().host(),
            "-Dlorikeet.integrations.mqtt.port=" + settings.mqtt().port()));
    command.addAll(options);
    command.addAll(List.of("io.lorikeet.node.Main", "node", "--until-input-ends"));
    return TerminalSignals.unheardBy(command);
  }

  /**
   * The same command with the classes of another checkout.
   *
   * @throws UncheckedIOException when that is not built
   */
  static List<String> from(Path checkout, List<String> command) {
    var target = checkout.resolve("cluster-node").resolve("target");
    try {
      var line = new ArrayList<>(command);
      line.set(
          line.indexOf("-cp") + 1,
          target.resolve("classes")
              + File.pathSeparator
              + Files.readString(target.resolve("node.classpath")).strip());
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(checkout + " is no built checkout", e);
    }
  }

  /** Nodes share the processors, and threads beyond them are but wake-ups. */
  private int threads() {
    int nodes = settings.nodes().size();
    return (Runtime.getRuntime().availableProcessors() + nodes - 1) / nodes;
  }

  private static String heap() {
    return System.getenv().getOrDefault("LORIKEET_HEAP", HEAP);
  }

  private String contactPoints() {
    return settings.nodes().stream()
        .map(node -> node.host() + ":" + node.management())
        .collect(Collectors.joining(","));
  }

  /** Of one node alone. */
  Path data(int number) {
    return settings.data().resolve("node-" + number);
  }

  /** What nobody is to read in a list of processes. */
  Map<String, String> secrets(String keyEncryptionKey, String mqttUser, String mqttPassword) {
    var secrets = new HashMap<String, String>();
    secrets.put("LORIKEET_KEY_ENCRYPTION_KEY", keyEncryptionKey);
    secrets.put("LORIKEET_MQTT_BROKER_USER", mqttUser);
    secrets.put("LORIKEET_MQTT_BROKER_PASSWORD", mqttPassword);
    settings.adminKey().ifPresent(key -> secrets.put("LORIKEET_ADMIN_KEY", key));
    return secrets;
  }
}
