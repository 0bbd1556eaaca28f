package io.lorikeet.httpapi.application;

import static akka.http.javadsl.model.HttpMethods.DELETE;
import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.POST;

import akka.http.javadsl.model.HttpResponse;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ApplicationCommand.AddApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import io.lorikeet.actors.handler.ApplicationCommand.ApplicationDetails;
import io.lorikeet.actors.handler.ApplicationCommand.RemoveApiKey;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.httpapi.access.Secrets;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Page;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /applications/{app_id}/api-keys}. */
public final class ApiKeyRoutes {

  private static final String KEYS = "/applications/{app_id}/api-keys";

  private final Applications applications;
  private final Clock clock;
  private final SecureRandom random;

  public ApiKeyRoutes(Network network, Clock clock, SecureRandom random) {
    this.applications = new Applications(network);
    this.clock = clock;
    this.random = random;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.member(GET, "/applications/{app_id}/rights", this::rights),
        Endpoint.application(POST, KEYS, Right.SETTINGS, this::create),
        Endpoint.application(GET, KEYS, Right.SETTINGS, this::list),
        Endpoint.application(GET, KEYS + "/{id}", Right.SETTINGS, this::get),
        Endpoint.application(DELETE, KEYS + "/{id}", Right.SETTINGS, this::remove));
  }

  /** What the caller's own key is good for: MQTT brokers ask this when a client logs in. */
  private CompletionStage<HttpResponse> rights(Call call) {
    var json = Json.object().put("admin", call.access().admin());
    var rights = json.putArray("rights");
    call.access().rights().stream().sorted().forEach(right -> rights.add(right.toString()));
    return CompletableFuture.completedFuture(Json.ok(json));
  }

  private CompletionStage<HttpResponse> create(Call call) {
    var wanted = ApiKeyJson.read(call.body());
    refuseMoreThanOwn(call, wanted);
    var secret = Secrets.apiKey(random);
    var key =
        new ApiKey(
            Secrets.id(random),
            wanted.name(),
            wanted.rights(),
            ApiKey.hash(secret),
            clock.instant());
    return applications
        .change(call.parameter("app_id"), "API key", replyTo -> new AddApiKey(key, replyTo))
        .thenApply(
            added ->
                Json.created(
                    call.path() + "/" + key.id(), ApiKeyJson.write(key).put("key", secret)));
  }

  /** Else whoever may make keys could do everything. */
  private static void refuseMoreThanOwn(Call call, ApiKeyJson.Wanted wanted) {
    var missing =
        wanted.rights().stream()
            .filter(right -> !call.access().may(right))
            .map(Right::toString)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new ProblemException(
          Problem.forbidden(
              "a key can only give rights that it has; this one has not: " + missing));
    }
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var page = Page.of(call);
    return applications
        .get(call.parameter("app_id"))
        .thenApply(
            details ->
                page.answer(
                    "api_keys",
                    details.apiKeys().stream().sorted(Comparator.comparing(ApiKey::id)).toList(),
                    ApiKey::id,
                    ApiKeyJson::write));
  }

  private CompletionStage<HttpResponse> get(Call call) {
    return applications
        .get(call.parameter("app_id"))
        .thenApply(details -> Json.ok(ApiKeyJson.write(find(details, call.parameter("id")))));
  }

  private static ApiKey find(ApplicationDetails details, String id) {
    return details.apiKeys().stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.notFound("there is no such API key in " + details.applicationId())));
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    return applications
        .remove(
            call.parameter("app_id"),
            "API key",
            replyTo -> new RemoveApiKey(call.parameter("id"), replyTo))
        .thenApply(removed -> Json.noContent());
  }
}
