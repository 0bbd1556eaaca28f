package io.lorikeet.node;

import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.NetworkActors;
import io.lorikeet.gatewaybridge.semtech.SemtechBridge;
import io.lorikeet.gatewaybridge.semtech.SemtechSettings;
import io.lorikeet.httpapi.ApiServer;
import io.lorikeet.httpapi.ApiSettings;
import io.lorikeet.httpapi.access.AdminKey;
import io.lorikeet.persistence.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: the store, the actors, and what connects them to the world, started in this order and
 * stopped in the reverse one.
 */
public final class Node implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final ActorSystem<Void> system;
  private final AdminKey adminKey;
  private final Endpoints endpoints;

  /**
   * Starts a node and waits until it serves.
   *
   * @param root the node's whole configuration
   * @throws RuntimeException when something does not start; what had started is stopped again
   */
  public static Node start(Config root) throws IOException {
    return new Node(root);
  }

  private Node(Config root) throws IOException {
    var settings = NodeSettings.from(root);
    try {
      started.push(DataDirectory.lock(settings.dataDirectory()));
      var store = Store.start(root, settings.dataDirectory());
      started.push(store::stop);
      started.push(PidFiles.write(settings.dataDirectory(), store));
      var random = new SecureRandom();
      adminKey = AdminKey.load(settings.adminKey(), settings.dataDirectory(), random);
      system = startActorSystem(settings, store);
      started.push(this::stopActorSystem);
      var monitoring = Monitoring.start(system);
      started.push(monitoring);
      ClusterJoin.join(system, settings);

      var applications = new Subscribers(system, settings);
      started.push(applications);
      var logStore = store.logStore(system);
      var network =
          NetworkActors.start(
              system,
              new NetworkActors.Ports(
                  logStore,
                  store.directory(system),
                  applications::opener,
                  Clock.systemUTC(),
                  random));
      applications.connect(network);
      started.push(LogWaker.start(system, network));
      var api =
          ApiServer.start(
                  system,
                  ApiSettings.from(system.settings().config().getConfig("lorikeet.http-api")),
                  network,
                  logStore,
                  adminKey,
                  Clock.systemUTC(),
                  random,
                  () -> ClusterJoin.view(system))
              .toCompletableFuture()
              .join();
      var gateways =
          SemtechBridge.start(
              system,
              SemtechSettings.from(system.settings().config()),
              network.uplinkRouter(),
              network::tellGateway,
              Clock.systemUTC());
      started.push(() -> gateways.stop().toCompletableFuture().join());
      var management = monitoring.serve(settings, store).toCompletableFuture().join();
      endpoints =
          new Endpoints(
              gateways.address(),
              applications.address(),
              api.localAddress(),
              management.localAddress());
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static ActorSystem<Void> startActorSystem(NodeSettings settings, Store store) {
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(ConfigFactory.load(store.config())), store.serialization());
    var system = ActorSystem.<Void>create(Behaviors.empty(), settings.systemName(), setup);
    LOG.info("actor system {} started", system.address());
    return system;
  }

  /** Where this node listens. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /** The admin key, when this start has generated it; it is shown this once. */
  public Optional<String> generatedAdminKey() {
    return adminKey.toPrint();
  }

  /** The registry behind {@code /metrics}. */
  public io.micrometer.core.instrument.MeterRegistry meters() {
    return Meters.of(system);
  }

  /** Blocks until this node has stopped, by whatever cause. */
  public void awaitTermination() {
    system.getWhenTerminated().toCompletableFuture().join();
  }

  private void stopActorSystem() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.jvmExitReason())
        .toCompletableFuture()
        .join();
    awaitTermination();
  }

  /** Stops everything this node has started; may be called twice. */
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

  /** Files in the data directory of this node. */
  static Path pidFile(Path dataDirectory, String of) {
    return dataDirectory.resolve(of + ".pid");
  }
}
