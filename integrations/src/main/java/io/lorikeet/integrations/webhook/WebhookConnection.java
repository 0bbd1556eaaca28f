package io.lorikeet.integrations.webhook;

import akka.actor.ActorSystem;
import akka.event.LoggingAdapter;
import akka.http.javadsl.ClientTransport;
import akka.http.javadsl.Http;
import akka.http.javadsl.OutgoingConnection;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.stream.KillSwitches;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The one connection of one webhook. Nobody else uses it, so that a target that is slow or dead
 * holds up nobody; it can be cut at any time.
 */
final class WebhookConnection {

  private final Http http;
  private final LoggingAdapter log;
  private final ConnectionPoolSettings settings;
  private final SharedKillSwitch cut = KillSwitches.shared("webhook");

  WebhookConnection(akka.actor.typed.ActorSystem<?> system, TargetGuard guard, Duration timeout) {
    this.http = Http.get(system);
    this.log = system.classicSystem().log();
    // Pools are told apart by their settings: a transport of its own makes a pool of its own.
    this.settings =
        ConnectionPoolSettings.create(overrides(timeout)).withTransport(new Guarded(guard, cut));
  }

  CompletionStage<HttpResponse> send(HttpRequest request) {
    return http.singleRequest(request, http.defaultClientHttpsContext(), settings, log);
  }

  /** Closes the connection; what is under way fails. */
  void cut() {
    cut.abort(new IllegalStateException("cut"));
  }

  /**
   * One connection, no retries of Akka's own, no pause of its own after a failure: the log decides
   * when to try again. Idle connections are closed before the usual server does it, because a
   * request that meets the server's closing is lost.
   */
  private static String overrides(Duration timeout) {
    return """
        akka.http.host-connection-pool {
          max-connections = 1
          max-open-requests = 4
          max-retries = 0
          base-connection-backoff = 0s
          idle-timeout = 30s
          keep-alive-timeout = 4s
          client {
            user-agent-header = "Lorikeet"
            connecting-timeout = %1$dms
            idle-timeout = %1$dms
          }
        }
        """
        .formatted(timeout.toMillis());
  }

  /** TCP to an address that the guard lets pass. */
  private static final class Guarded extends ClientTransport {

    private final ClientTransport tcp;
    private final SharedKillSwitch cut;

    Guarded(TargetGuard guard, SharedKillSwitch cut) {
      this.tcp =
          ClientTransport.withCustomResolver(
              // The port is an Int of Scala, which Java sees as an Object.
              (host, port) -> guard.resolve(host, (Integer) port));
      this.cut = cut;
    }

    @Override
    public Flow<ByteString, ByteString, CompletionStage<OutgoingConnection>> connectTo(
        String host, int port, ClientConnectionSettings settings, ActorSystem system) {
      return tcp.connectTo(host, port, settings, system).via(cut.flow());
    }
  }
}
