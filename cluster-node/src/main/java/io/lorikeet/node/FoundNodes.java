package io.lorikeet.node;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.discovery.Discovery;
import akka.discovery.Lookup;
import akka.discovery.ServiceDiscovery;
import io.lorikeet.node.ClusterSettings.ContactPoint;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Finds nodes through the Kubernetes API, and remembers which: a node that is refused asks them why
 * when its actor system has stopped, and nothing can be looked up any more. Akka makes it by its
 * name in the configuration.
 */
public final class FoundNodes extends ServiceDiscovery {

  /** Its name among the ways of discovery. */
  static final String METHOD = "lorikeet-kubernetes";

  private static final String KUBERNETES = "kubernetes-api";

  private final ExtendedActorSystem system;
  private volatile List<ContactPoint> last = List.of();

  public FoundNodes(ExtendedActorSystem system) {
    this.system = system;
  }

  /** What the system has found last; empty when it has found nothing, or does not look here. */
  static List<ContactPoint> of(ActorSystem<?> system) {
    return Discovery.get(system).loadServiceDiscovery(METHOD) instanceof FoundNodes its
        ? its.last
        : List.of();
  }

  @Override
  public Future<Resolved> lookup(Lookup lookup, FiniteDuration timeout) {
    // Not in the constructor: Akka makes one way of discovery at a time.
    var kubernetes = Discovery.get(system).loadServiceDiscovery(KUBERNETES);
    return FutureConverters.asScala(
        FutureConverters.asJava(kubernetes.lookup(lookup, timeout)).thenApply(this::remember));
  }

  private Resolved remember(Resolved resolved) {
    last =
        CollectionConverters.asJava(resolved.addresses()).stream()
            .flatMap(its -> contactPoint(its).stream())
            .toList();
    return resolved;
  }

  private static Optional<ContactPoint> contactPoint(ResolvedTarget target) {
    var host = target.getAddress().map(InetAddress::getHostAddress).orElse(target.host());
    return target.getPort().map(port -> new ContactPoint(host, ((Number) port).intValue()));
  }
}
