package io.lorikeet.node.local;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.embeddedmqtt.BrokerSettings;
import io.lorikeet.embeddedmqtt.EmbeddedBroker;
import io.lorikeet.httpapi.access.AdminKey;
import io.lorikeet.node.DataDirectory;
import io.lorikeet.persistence.Store;
import io.lorikeet.persistence.cassandra.EmbeddedCassandra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several nodes on this machine, each a process, with one Cassandra and one MQTT broker that belong
 * to none of them, so that any node may die. For trying what a cluster does, by hand and in tests.
 */
public final class LocalCluster implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);

  private static final Duration PAUSE_BEFORE_RESTART = Duration.ofSeconds(5);
  private static final Duration FORMING = Duration.ofMinutes(4);
  private static final String KEY_FILE = "kek";
  private static final int ENDED_BY_SIGTERM = 143;

  private final LocalClusterSettings settings;
  private final Consumer<String> say;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final List<LocalNode> nodes = new CopyOnWriteArrayList<>();
  private final String brokerPassword = randomPassword();
  private final Store store;
  private final Optional<String> newAdminKey;
  private final Optional<ClassArchive> classes = ClassArchive.ofThisProcess();
  private final ScheduledExecutorService restarts =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "node-restarts");
            thread.setDaemon(true);
            return thread;
          });
  private EmbeddedBroker broker;

  /**
   * Starts Cassandra, the broker and the nodes' processes; {@link #awaitReady} waits for these.
   *
   * @param say is told, in a line each, what happens
   * @throws IOException when the data directory cannot be used
   * @throws RuntimeException when something does not start; what had started is stopped again
   */
  public static LocalCluster start(LocalClusterSettings settings, Consumer<String> say)
      throws IOException {
    return new LocalCluster(settings, say);
  }

  private LocalCluster(LocalClusterSettings settings, Consumer<String> say) throws IOException {
    this.settings = settings;
    this.say = say;
    try {
      started.push(DataDirectory.lock(settings.data()));
      store = Store.start(config(), settings.data());
      started.push(store::stop);
      say.accept("Cassandra runs, process " + cassandra().pid());
      var adminKey = AdminKey.load(settings.adminKey(), settings.data(), new SecureRandom());
      newAdminKey = adminKey.toPrint();
      broker = startBroker();
      started.push(() -> broker.close());
      say.accept("MQTT broker listens on " + settings.mqtt().host() + ":" + settings.mqtt().port());
      for (var addresses : settings.nodes()) {
        addNode(addresses);
      }
      classes.filter(archive -> !archive.isUsable() && archive.isPossible()).ifPresent(this::make);
      started.push(this::stopNodes);
      for (var node : nodes) {
        node.start();
        say.accept(
            "node %d starts, process %d, log %s".formatted(node.number(), node.pid(), node.log()));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** What {@code ./lorikeet dev} has, as far as the store is concerned: it finds the same data. */
  private Config config() {
    return ConfigFactory.load(
        ConfigFactory.defaultOverrides()
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "lorikeet.persistence.mode",
                        "embedded",
                        "lorikeet.persistence.embedded.short-lived",
                        settings.briefStore())))
            .withFallback(ConfigFactory.parseResources("application.conf")));
  }

  private EmbeddedBroker startBroker() throws IOException {
    return EmbeddedBroker.start(
        new BrokerSettings(
            settings.mqtt().host(), settings.mqtt().port(), settings.data().resolve("mqtt")),
        brokerPassword,
        new ApiAuthorizer(settings.nodes().stream().map(NodeAddresses::apiUri).toList()));
  }

  private NodeCommandLine commands() {
    var cassandra = cassandra().cqlAddress();
    return new NodeCommandLine(
        settings, cassandra.getAddress().getHostAddress() + ":" + cassandra.getPort(), classes);
  }

  /** Runs the first node alone for a moment. Without an archive nodes start slower, that is all. */
  private void make(ClassArchive archive) {
    say.accept("one node starts and stops, once after each build, so that nodes start quicker");
    var addresses = settings.nodes().get(0);
    try {
      var node = node(1, addresses, commands().toMake(archive, 1, addresses), its -> {});
      try {
        node.start();
        node.awaitReady(FORMING);
      } finally {
        node.stop();
      }
      if (node.exitCode().equals(Optional.of(ENDED_BY_SIGTERM))) {
        archive.keep();
      } else {
        archive.drop();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("nodes will not start quicker: {}", e.toString());
    }
  }

  /**
   * One more node, which is not started yet.
   *
   * @param options of its Java process: {@code -cp} for another version, {@code -D} for other
   *     settings
   */
  public LocalNode addNode(NodeAddresses addresses, String... options) throws IOException {
    var number = nodes.size() + 1;
    var commands = commands();
    shareAdminKey(commands.data(number));
    var node =
        node(number, addresses, commands.of(number, addresses, List.of(options)), this::nodeEnded);
    nodes.add(node);
    return node;
  }

  private LocalNode node(
      int number, NodeAddresses addresses, List<String> command, Consumer<LocalNode> ended)
      throws IOException {
    return new LocalNode(
        number,
        addresses,
        settings.data(),
        command,
        commands().secrets(keyEncryptionKey(), broker.networkUserName(), brokerPassword),
        ended);
  }

  /** All nodes know the generated key by its hash. */
  private void shareAdminKey(Path nodeData) throws IOException {
    Files.createDirectories(nodeData);
    var hash = settings.data().resolve(AdminKey.FILE);
    if (settings.adminKey().isEmpty() && Files.exists(hash)) {
      Files.copy(
          hash,
          nodeData.resolve(AdminKey.FILE),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private String keyEncryptionKey() throws IOException {
    var configured = System.getenv().getOrDefault("LORIKEET_KEY_ENCRYPTION_KEY", "");
    return configured.isBlank()
        ? Files.readString(settings.data().resolve(KEY_FILE)).strip()
        : configured;
  }

  private static String randomPassword() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void nodeEnded(LocalNode node) {
    var code = node.exitCode().orElse(0);
    say.accept("node %d, process %d, has ended with %d".formatted(node.number(), node.pid(), code));
    if (settings.restart()) {
      restarts.schedule(
          () -> startAgain(node), PAUSE_BEFORE_RESTART.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void startAgain(LocalNode node) {
    try {
      node.start();
      say.accept("node %d starts again, process %d".formatted(node.number(), node.pid()));
    } catch (RuntimeException e) {
      say.accept("node %d does not start: %s".formatted(node.number(), e.getMessage()));
    }
  }

  /** Blocks until all nodes serve; throws when one does not, with the end of its log. */
  public void awaitReady() {
    nodes.forEach(node -> node.awaitReady(FORMING));
  }

  public List<LocalNode> nodes() {
    return List.copyOf(nodes);
  }

  /** From 1. */
  public LocalNode node(int number) {
    return nodes.get(number - 1);
  }

  /** The members as the first node that answers sees them; empty when none does. */
  public Optional<Members> members() {
    return nodes.stream()
        .filter(LocalNode::isAlive)
        .map(node -> node.get("/cluster/members"))
        .flatMap(Optional::stream)
        .filter(answer -> answer.statusCode() == 200)
        .map(answer -> Members.parse(answer.body()))
        .findFirst();
  }

  /** Where applications find the broker. */
  public LocalClusterSettings.Mqtt mqtt() {
    return settings.mqtt();
  }

  /** Ends the broker; {@link #startMqtt} brings it back, without what it held. */
  public synchronized void stopMqtt() {
    broker.close();
  }

  public synchronized void startMqtt() throws IOException {
    broker = startBroker();
  }

  /** The store of all nodes; it comes back by itself when it is killed. */
  public EmbeddedCassandra cassandra() {
    return store.embedded().orElseThrow();
  }

  /** The admin key, if this start generated it. */
  public Optional<String> newAdminKey() {
    return newAdminKey;
  }

  /** One after the other, so that each can hand over; the first one last, as it leads. */
  private void stopNodes() {
    restarts.shutdownNow();
    nodes.forEach(LocalNode::tellAllStop);
    for (var i = nodes.size() - 1; i >= 0; i--) {
      nodes.get(i).stop();
    }
  }

  /** Stops all that was started here. */
  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        LOG.warn("stopping went wrong, going on: {}", e.toString());
      }
    }
  }
}
