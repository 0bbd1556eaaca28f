package io.lorikeet.httpapi.web;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.EntityStreamSizeException;
import io.lorikeet.actors.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint of each request, lets the caller in or not, and answers every failure. */
public final class Router {

  /** Largest body, in bytes. */
  public static final int MAX_BODY = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);
  private static final String BEARER = "bearer ";
  private static final String NO_ROUTE = "none";

  /** The one parameter that is no name: host and port of a node. */
  private static final String ADDRESS = "{address}";

  private final List<Route> routes;
  private final Authorizer authorizer;
  private final Duration timeout;
  private final ActorSystem<?> system;
  private final MeterRegistry meters;

  /**
   * @param prefix of every path, as {@code /api/v1}
   * @param timeout when an answer is given up on
   */
  public Router(
      ActorSystem<?> system,
      String prefix,
      List<Endpoint> endpoints,
      Authorizer authorizer,
      Duration timeout) {
    this.system = system;
    this.routes = endpoints.stream().map(endpoint -> Route.of(prefix, endpoint)).toList();
    this.authorizer = authorizer;
    this.timeout = timeout;
    this.meters = Meters.of(system);
  }

  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    var sample = Timer.start(meters);
    var segments = List.<String>copyOf(segments(request));
    var candidates = routes.stream().filter(route -> route.matches(segments)).toList();
    var found = candidates.stream().filter(route -> route.serves(request.method())).findFirst();
    var answer =
        found.isPresent()
            ? serve(found.get(), segments, request)
            : ProblemException.<HttpResponse>failed(unserved(request, candidates));
    return answer
        .exceptionally(failure -> answerTo(failure, request))
        .thenApply(response -> record(sample, found, request, response));
  }

  private static List<String> segments(HttpRequest request) {
    return Stream.of(request.getUri().path().split("/", -1)).skip(1).toList();
  }

  private CompletionStage<HttpResponse> serve(
      Route route, List<String> segments, HttpRequest request) {
    var endpoint = route.endpoint();
    var parameters = route.parameters(segments);
    Supplier<CompletionStage<Access>> authorize =
        () -> authorizer.authorize(endpoint.permission(), presentedKey(request), parameters);
    return body(request)
        .thenCompose(
            entity ->
                authorize
                    .get()
                    .thenCompose(
                        access ->
                            endpoint
                                .handler()
                                .handle(new Call(request, entity, parameters, access, authorize))))
        .toCompletableFuture()
        .copy()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** All of the body; the server's settings limit it to {@link #MAX_BODY}. */
  private CompletionStage<HttpEntity.Strict> body(HttpRequest request) {
    return request
        .entity()
        .toStrict(BODY_TIMEOUT.toMillis(), system)
        .exceptionallyCompose(failure -> ProblemException.failed(bodyProblem(failure)));
  }

  private static Problem bodyProblem(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return bodyProblem(failure.getCause());
    }
    if (failure instanceof EntityStreamSizeException) {
      return Problem.tooLarge("expected at most " + MAX_BODY + " bytes");
    }
    return failure instanceof TimeoutException
        ? Problem.bodyTimeout("the body did not arrive within " + BODY_TIMEOUT.toSeconds() + " s")
        : Problem.malformed("the body did not arrive whole");
  }

  private static Optional<String> presentedKey(HttpRequest request) {
    return request
        .getHeader("Authorization")
        .map(header -> header.value())
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  private static Problem unserved(HttpRequest request, List<Route> candidates) {
    if (candidates.isEmpty()) {
      return Problem.notFound("nothing is served at " + request.getUri().getPathString());
    }
    var allowed =
        candidates.stream()
            .map(route -> route.endpoint().method().name())
            .collect(Collectors.joining(", "));
    return Problem.methodNotAllowed(request.method().name(), allowed);
  }

  private HttpResponse answerTo(Throwable failure, HttpRequest request) {
    // Whatever is left of the body must be read, or the connection stalls.
    request.discardEntityBytes(system);
    return problemOf(failure, request).toResponse();
  }

  private static Problem problemOf(Throwable failure, HttpRequest request) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return problemOf(failure.getCause(), request);
    }
    if (failure instanceof ProblemException refused) {
      return refused.problem();
    }
    if (failure instanceof TimeoutException) {
      return Problem.unavailable("the network did not answer in time; it may have been done");
    }
    LOG.error("{} {} failed", request.method().name(), request.getUri().getPathString(), failure);
    return Problem.internal();
  }

  private HttpResponse record(
      Timer.Sample sample, Optional<Route> route, HttpRequest request, HttpResponse response) {
    var status = Integer.toString(response.status().intValue());
    var template = route.map(found -> found.endpoint().template()).orElse(NO_ROUTE);
    sample.stop(
        meters.timer(
            "lorikeet.http.requests",
            "method",
            route.map(found -> found.endpoint().method().name()).orElse(NO_ROUTE),
            "route",
            template,
            "status",
            status));
    LOG.debug("{} {}: {}", request.method().name(), request.getUri().getPathString(), status);
    return response;
  }

  /** An endpoint with its template taken apart. */
  private record Route(Endpoint endpoint, List<String> template) {

    static Route of(String prefix, Endpoint endpoint) {
      return new Route(
          endpoint, Stream.of((prefix + endpoint.template()).split("/")).skip(1).toList());
    }

    boolean serves(HttpMethod method) {
      return endpoint.method().equals(method);
    }

    boolean matches(List<String> segments) {
      if (segments.size() != template.size()) {
        return false;
      }
      for (var i = 0; i < template.size(); i++) {
        var expected = template.get(i);
        var given = segments.get(i);
        if (isParameter(expected) ? !fits(expected, given) : !expected.equals(given)) {
          return false;
        }
      }
      return true;
    }

    Map<String, String> parameters(List<String> segments) {
      var parameters = new HashMap<String, String>();
      for (var i = 0; i < template.size(); i++) {
        var name = template.get(i);
        if (isParameter(name)) {
          parameters.put(name.substring(1, name.length() - 1), segments.get(i));
        }
      }
      return parameters;
    }

    private static boolean fits(String parameter, String given) {
      return parameter.equals(ADDRESS) ? Ids.isAddress(given) : Ids.isPathParameter(given);
    }

    private static boolean isParameter(String segment) {
      return segment.startsWith("{");
    }
  }
}
