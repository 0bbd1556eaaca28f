package io.lorikeet.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.Role;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import java.util.HashMap;
import java.util.Map;

/** Says in Akka's words what {@code lorikeet.cluster} says in ours. */
final class ClusterConfig {

  private static final String BOOTSTRAP = "akka.management.cluster.bootstrap.";
  private static final String DISCOVERY = BOOTSTRAP + "contact-point-discovery.";

  private ClusterConfig() {}

  /**
   * The configuration for the actor system. A key of Akka that is set in it already and that is
   * derived here is overridden.
   */
  static Config complete(Config root, ClusterSettings settings) {
    var derived = new HashMap<String, Object>();
    derived.put(Fit.PLANS, Fit.listed(FrequencyPlans.fingerprints(root)));
    derived.put("akka.cluster.roles", settings.roles().stream().map(Role::text).toList());
    derived.put(
        "akka.cluster.sharding.passivation.bounded.active-entity-limit",
        ActiveEntities.limit(root, Runtime.getRuntime().maxMemory()));
    // The node binds the port itself; this is how others know it.
    derived.put(
        "akka.management.http.hostname", root.getString("akka.remote.artery.canonical.hostname"));
    derived.put("akka.management.http.port", root.getInt("lorikeet.management.port"));
    switch (settings.forming()) {
      case CONTACT_POINTS -> contactPoints(derived, root, settings);
      case KUBERNETES -> kubernetes(derived, root, settings);
      case ALONE, SEED_NODES -> derived.put("akka.management.http.routes.cluster-bootstrap", "");
    }
    if (settings.tls().enabled()) {
      tls(derived, settings.tls());
    }
    return ConfigFactory.parseMap(derived).withFallback(root).resolve();
  }

  private static void contactPoints(
      Map<String, Object> derived, Config root, ClusterSettings settings) {
    var service = root.getString("lorikeet.node.system-name");
    derived.put(
        "akka.discovery.config.services." + service + ".endpoints",
        settings.contactPoints().stream()
            .map(point -> Map.of("host", point.host(), "port", point.port()))
            .toList());
    derived.put("akka.discovery.method", "config");
    derived.put(DISCOVERY + "discovery-method", "config");
    derived.put(DISCOVERY + "service-name", service);
    derived.put(DISCOVERY + "required-contact-point-nr", settings.required());
    // Several nodes may share a host, each with a port of its own.
    derived.put(BOOTSTRAP + "contact-point.filter-on-fallback-port", false);
    derived.put(BOOTSTRAP + "contact-point.fallback-port", root.getInt("lorikeet.management.port"));
  }

  private static void kubernetes(
      Map<String, Object> derived, Config root, ClusterSettings settings) {
    var kubernetes = root.getConfig("lorikeet.cluster.kubernetes");
    derived.put("akka.discovery.method", FoundNodes.METHOD);
    derived.put("akka.discovery." + FoundNodes.METHOD + ".class", FoundNodes.class.getName());
    derived.put(DISCOVERY + "discovery-method", FoundNodes.METHOD);
    derived.put(DISCOVERY + "service-name", root.getString("lorikeet.node.system-name"));
    derived.put(DISCOVERY + "port-name", kubernetes.getString("port-name"));
    derived.put(DISCOVERY + "required-contact-point-nr", settings.required());
    derived.put(
        "akka.discovery.kubernetes-api.pod-label-selector",
        kubernetes.getString("pod-label-selector"));
    // A node is known by the address of its pod.
    derived.put("akka.discovery.kubernetes-api.use-raw-ip", true);
  }

  private static void tls(Map<String, Object> derived, ClusterSettings.Tls tls) {
    derived.put("akka.remote.artery.transport", "tls-tcp");
    derived.put(
        "akka.remote.artery.ssl.ssl-engine-provider",
        "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
    derived.put("akka.remote.artery.ssl.rotating-keys-engine.key-file", tls.keyFile());
    derived.put("akka.remote.artery.ssl.rotating-keys-engine.cert-file", tls.certificateFile());
    derived.put("akka.remote.artery.ssl.rotating-keys-engine.ca-cert-file", tls.caFile());
  }
}
