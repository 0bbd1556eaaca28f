package io.lorikeet.httpapi;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.SystemMaterializer;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.LogSettings;
import io.lorikeet.actors.handler.LogStore;
import io.lorikeet.httpapi.access.AdminKey;
import io.lorikeet.httpapi.access.Credentials;
import io.lorikeet.httpapi.cluster.ClusterControl;
import io.lorikeet.httpapi.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletionStage;

/** Serves the API over HTTP. */
public final class ApiServer {

  private ApiServer() {}

  /**
   * Starts to listen. The stage fails when the port is taken. The server stops with the system:
   * first it takes no more requests, then it finishes those under way.
   *
   * @param random for keys and ids
   * @param cluster asked by {@code /cluster}
   */
  public static CompletionStage<ServerBinding> start(
      ActorSystem<?> system,
      ApiSettings settings,
      Network network,
      LogStore logStore,
      AdminKey admin,
      Clock clock,
      SecureRandom random,
      ClusterControl cluster) {
    var materializer = SystemMaterializer.get(system).materializer();
    var endpoints =
        Api.endpoints(
            settings,
            network,
            logStore,
            LogSettings.from(system.settings().config()),
            clock,
            random,
            cluster,
            materializer);
    var router =
        new Router(
            system, Api.PREFIX, endpoints, new Credentials(network, admin), settings.timeout());
    return Http.get(system)
        .newServerAt(settings.bindAddress(), settings.port())
        .adaptSettings(ApiServer::limited)
        .bind(router::handle)
        .thenApply(binding -> binding.addToCoordinatedShutdown(settings.shutdownTimeout(), system));
  }

  private static ServerSettings limited(ServerSettings settings) {
    return settings.withParserSettings(
        settings.getParserSettings().withMaxContentLength(Router.MAX_BODY));
  }
}
