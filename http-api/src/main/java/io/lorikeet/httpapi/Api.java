package io.lorikeet.httpapi;

import akka.actor.typed.javadsl.Adapter;
import akka.stream.Materializer;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.frequencyplan.FrequencyPlans;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.httpapi.application.ApiKeyRoutes;
import io.lorikeet.httpapi.application.ApplicationRoutes;
import io.lorikeet.httpapi.application.WebhookRoutes;
import io.lorikeet.httpapi.cluster.ClusterControl;
import io.lorikeet.httpapi.cluster.ClusterRoutes;
import io.lorikeet.httpapi.device.DeviceRoutes;
import io.lorikeet.httpapi.device.DownlinkRoutes;
import io.lorikeet.httpapi.device.RejoinRoutes;
import io.lorikeet.httpapi.gateway.GatewayRoutes;
import io.lorikeet.httpapi.message.EventRoutes;
import io.lorikeet.httpapi.message.MessageRoutes;
import io.lorikeet.httpapi.multicast.MulticastRoutes;
import io.lorikeet.httpapi.web.Endpoint;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** All endpoints of the API. */
final class Api {

  /** Of every path; a change that breaks callers gets a new one. */
  static final String PREFIX = "/api/v1";

  private Api() {}

  static List<Endpoint> endpoints(
      ApiSettings settings,
      Network network,
      LogStore logStore,
      LogSettings log,
      Clock clock,
      SecureRandom random,
      ClusterControl cluster,
      Materializer materializer) {
    var plans = FrequencyPlans.of(Adapter.toTyped(materializer.system()));
    return Stream.of(
            new ApplicationRoutes(network, clock, materializer).endpoints(),
            new ApiKeyRoutes(network, clock, random).endpoints(),
            new DeviceRoutes(network, settings.deviceDefaults(), plans, clock, materializer)
                .endpoints(),
            new RejoinRoutes(network).endpoints(),
            new DownlinkRoutes(network, clock, random).endpoints(),
            new MulticastRoutes(network, plans, clock, random, materializer).endpoints(),
            new GatewayRoutes(network, plans, clock, materializer).endpoints(),
            new WebhookRoutes(network, random).endpoints(),
            new MessageRoutes(logStore, log).endpoints(),
            new EventRoutes(logStore, log).endpoints(),
            new ClusterRoutes(cluster).endpoints(),
            new OpenApiRoutes().endpoints())
        .flatMap(List::stream)
        .toList();
  }
}
