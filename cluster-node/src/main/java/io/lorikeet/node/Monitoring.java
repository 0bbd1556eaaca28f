package io.lorikeet.node;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.japi.function.Function;
import io.lorikeet.actors.Meters;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What an operator asks a node: is it alive, is it ready, what does it count. */
final class Monitoring implements AutoCloseable {

  private final ActorSystem<?> system;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  static Monitoring start(ActorSystem<?> system) {
    return new Monitoring(system);
  }

  private Monitoring(ActorSystem<?> system) {
    this.system = system;
    Meters.of(system).add(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Answers from now on; the stage fails when the port is taken. */
  CompletionStage<ServerBinding> serve(NodeSettings settings) {
    Function<HttpRequest, CompletionStage<HttpResponse>> handler =
        request -> CompletableFuture.completedFuture(answer(request));
    return Http.get(system)
        .newServerAt(settings.management().address(), settings.management().port())
        .bind(handler)
        .thenApply(binding -> binding.addToCoordinatedShutdown(Duration.ofSeconds(2), system));
  }

  private HttpResponse answer(HttpRequest request) {
    request.discardEntityBytes(system);
    return switch (request.getUri().path()) {
      case "/alive" -> text(200, "alive\n");
      case "/ready" ->
          ClusterJoin.isUp(system)
              ? text(200, "ready\n")
              : text(503, "not ready: this node is no member of the cluster yet\n");
      case "/metrics" -> text(200, registry.scrape());
      default ->
          text(404, "there is /alive, /ready and /metrics here; the API has a port of its own\n");
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
