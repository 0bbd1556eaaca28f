package io.lorikeet.node;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.japi.function.Function;
import akka.management.javadsl.AkkaManagement;
import io.lorikeet.actors.Meters;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What an operator asks a node: is it alive, is it ready, what does it count; and what other nodes
 * ask it that want to join.
 */
final class Monitoring implements AutoCloseable {

  private final ActorSystem<?> system;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final String fit;
  private volatile Readiness readiness = Readiness.STARTING;

  private volatile Optional<StoreWatch> store = Optional.empty();

  private enum Readiness {
    STARTING,
    SERVING,
    STOPPING
  }

  static Monitoring start(ActorSystem<?> system) {
    return new Monitoring(system);
  }

  private Monitoring(ActorSystem<?> system) {
    this.system = system;
    this.fit = Misfit.describe(system.settings().config());
    Meters.of(system).add(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Answers from now on; the stage fails when the port is taken. Stops with the actor system. */
  CompletionStage<ServerBinding> serve(NodeSettings settings) {
    var clusterRoutes = AkkaManagement.get(system.classicSystem()).getRoutes().handler(system);
    Function<HttpRequest, CompletionStage<HttpResponse>> handler =
        request -> {
          switch (request.getUri().path()) {
            case "/alive", "/ready", "/metrics", Misfit.PATH, "/" -> {
              return CompletableFuture.completedFuture(answer(request));
            }
            default -> {
              return clusterRoutes.apply(request);
            }
          }
        };
    return Http.get(system)
        .newServerAt(settings.management().address(), settings.management().port())
        .bind(handler);
  }

  /** Everything of this node has started. */
  void serving(StoreWatch watch) {
    store = Optional.of(watch);
    readiness = Readiness.SERVING;
  }

  /** From now on load balancers are told to look elsewhere. */
  void stopping() {
    readiness = Readiness.STOPPING;
  }

  private HttpResponse answer(HttpRequest request) {
    request.discardEntityBytes(system);
    return switch (request.getUri().path()) {
      case "/alive" -> text(200, "alive\n");
      case "/ready" -> ready();
      case "/metrics" -> text(200, registry.scrape());
      case Misfit.PATH -> HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, fit);
      default ->
          text(
              404,
              "there is /alive, /ready, /metrics and /cluster/members here; the API has a port of"
                  + " its own\n");
    };
  }

  private HttpResponse ready() {
    return switch (readiness) {
      case STARTING -> text(503, "not ready: this node is starting\n");
      case STOPPING -> text(503, "not ready: this node is stopping\n");
      case SERVING ->
          ClusterJoin.isUp(system)
              ? text(200, "ready\n" + store.map(StoreWatch::remark).orElse(""))
              : text(503, "not ready: this node is no member of the cluster\n");
    };
  }

  private static HttpResponse text(int status, String body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(ContentTypes.TEXT_PLAIN_UTF8, body);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
