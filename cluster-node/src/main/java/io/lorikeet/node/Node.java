package io.lorikeet.node;

import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.NetworkActors;
import io.lorikeet.actors.Role;
import io.lorikeet.gatewaybridge.semtech.SemtechBridge;
import io.lorikeet.gatewaybridge.semtech.SemtechSettings;
import io.lorikeet.httpapi.ApiServer;
import io.lorikeet.httpapi.ApiSettings;
import io.lorikeet.httpapi.access.AdminKey;
import io.lorikeet.httpapi.access.Secrets;
import io.lorikeet.integrations.Integrations;
import io.lorikeet.integrations.IntegrationsSettings;
import io.lorikeet.node.crash.CrashWatch;
import io.lorikeet.persistence.Store;
import io.lorikeet.persistence.pause.PauseGuard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: the store, the actors, and what connects them to the world, started in this order. What
 * stops when is said by {@link NodeShutdown}, for a node may also be told to stop by its cluster.
 */
public final class Node implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final ActorSystem<Void> system;
  private final Endpoints endpoints;
  private final String ownKey;

  /**
   * Starts a node and waits until it serves: until it is a member of the cluster, however long that
   * takes.
   *
   * @param root the node's whole configuration
   * @param newAdminKey is told the admin key when this start generates it: once, and before
   *     anything can go wrong, since only its hash is kept
   * @throws RuntimeException when something does not start; what had started is stopped again
   */
  public static Node start(Config root, Consumer<String> newAdminKey) throws IOException {
    return new Node(root, newAdminKey);
  }

  private Node(Config root, Consumer<String> newAdminKey) throws IOException {
    var settings = NodeSettings.from(root);
    var roles = settings.cluster().roles();
    Function<Exception, RuntimeException> reason = ClusterJoin::unchecked;
    try {
      started.push(DataDirectory.lock(settings.dataDirectory()));
      var store =
          Store.start(ClusterConfig.complete(root, settings.cluster()), settings.dataDirectory());
      started.push(store::stop);
      var random = new SecureRandom();
      var adminKey = AdminKey.load(settings.adminKey(), settings.dataDirectory(), random);
      adminKey.toPrint().ifPresent(newAdminKey);
      ownKey = Secrets.adminKey(random);
      var broker =
          settings.broker().embedded()
              ? Optional.of(LocalBroker.start(settings))
              : Optional.<LocalBroker>empty();
      broker.ifPresent(started::push);
      system = startActorSystem(settings, store);
      started.push(this::stopActorSystem);
      var joining = system;
      reason = failure -> ClusterJoin.reason(joining, settings.cluster(), failure);
      var monitoring = Monitoring.start(system);
      started.push(monitoring);
      var shutdown = new NodeShutdown(system, settings.shutdownGrace());
      shutdown.notReadyFirst(monitoring::stopping);
      shutdown.drainFirst(settings.drainLimit());
      var management = monitoring.serve(settings).toCompletableFuture().join();
      if (settings.cluster().forming() != ClusterSettings.Forming.ALONE) {
        PutOut.watch(system, PutOut::halt);
        PromptDowning.start(system);
        if (settings.cluster().crashWatch()) {
          CrashWatch.start(system);
        }
      }
      ClusterJoin.join(system, settings.cluster());

      var integrationsSettings = integrationsSettings(system, broker);
      var logStore = store.logStore(system);
      var integrations = Integrations.create(system, integrationsSettings, Clock.systemUTC());
      shutdown.last("integrations", integrations);
      var network =
          NetworkActors.start(
              system,
              new NetworkActors.Ports(
                  logStore,
                  store.directory(system),
                  integrations.deliveries(),
                  Clock.systemUTC(),
                  random));
      broker.ifPresent(its -> its.admitClients(network));
      ClusterJoin.awaitUp(system, settings.cluster());
      var members = new ClusterMembers(system);
      shutdown.closedWithSockets("cluster meters", ClusterMeters.start(system));
      var storeWatch = StoreWatch.start(system, store.probe(system));
      shutdown.closedWithSockets("store watch", storeWatch);
      if (roles.contains(Role.HANDLER)) {
        integrations.start(network);
        shutdown.closedWithSockets("MQTT downlinks", integrations::takeNoMore);
        shutdown.closedWithSockets("log waker", LogWaker.start(system, network, random));
      }
      Optional<InetSocketAddress> api = Optional.empty();
      if (roles.contains(Role.API)) {
        var server =
            ApiServer.start(
                    system,
                    ApiSettings.from(system.settings().config().getConfig("lorikeet.http-api")),
                    network,
                    logStore,
                    adminKey.alsoAccepting(ownKey),
                    Clock.systemUTC(),
                    random,
                    members)
                .toCompletableFuture()
                .join();
        api = Optional.of(server.localAddress());
      }
      Optional<InetSocketAddress> gateways = Optional.empty();
      if (roles.contains(Role.GATEWAY_BRIDGE)) {
        var bridge =
            SemtechBridge.start(
                system,
                SemtechSettings.from(system.settings().config()),
                network.uplinkRouter(),
                network::tellGateway,
                Clock.systemUTC());
        shutdown.withSockets("gateways", bridge::stop);
        NodesGone.watch(system, bridge::handOverAgain);
        gateways = Optional.of(bridge.address());
      }
      endpoints =
          new Endpoints(
              gateways,
              new InetSocketAddress(
                  integrationsSettings.mqtt().server().host(),
                  integrationsSettings.mqtt().server().port()),
              api,
              management.localAddress());
      StopRequests.take(system);
      monitoring.serving(storeWatch);
    } catch (IOException | Error e) {
      close();
      throw e;
    } catch (Exception e) {
      // Not only unchecked ones: Scala declares nothing, and its waits end with a TimeoutException.
      var told = reason.apply(e);
      close();
      throw told;
    }
  }

  private static ActorSystem<Void> startActorSystem(NodeSettings settings, Store store) {
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(ConfigFactory.load(store.config())), store.serialization());
    if (settings.cluster().forming() != ClusterSettings.Forming.ALONE) {
      setup = setup.withSetup(PauseGuard.start(settings.longestPause(), NodeRunner.START_AGAIN));
    }
    var system = ActorSystem.<Void>create(Behaviors.empty(), settings.systemName(), setup);
    LOG.info("actor system {} started", system.address());
    return system;
  }

  private static IntegrationsSettings integrationsSettings(
      ActorSystem<?> system, Optional<LocalBroker> broker) {
    var settings = IntegrationsSettings.of(system.settings().config(), nodeId(system));
    // The container image has no broker: none of its classes may be named here.
    return broker.map(its -> its.usedBy(settings)).orElse(settings);
  }

  /** Differs between the nodes of a cluster and stays the same over a restart. */
  private static String nodeId(ActorSystem<?> system) {
    var address = system.address();
    return address.getHost().orElse("local") + "-" + address.getPort().orElse(0);
  }

  /** A key for the API, of this process alone: for what runs beside the node in it. */
  String ownKey() {
    return ownKey;
  }

  /** Where this node listens. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /** Blocks until this node has stopped, and says by what cause. */
  StopCause awaitTermination() {
    var shutdown = CoordinatedShutdown.get(system);
    system.getWhenTerminated().toCompletableFuture().join();
    return StopCause.of(shutdown);
  }

  private void stopActorSystem() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.jvmExitReason())
        .toCompletableFuture()
        .join();
    awaitTermination();
  }

  /** Has something stopped before the node itself. */
  synchronized void stopFirst(AutoCloseable running) {
    started.push(running);
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
}
