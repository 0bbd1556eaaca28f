package io.lorikeet.httpapi.application;

import static akka.http.javadsl.model.HttpMethods.DELETE;
import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.POST;
import static akka.http.javadsl.model.HttpMethods.PUT;

import akka.http.javadsl.model.HttpResponse;
import io.lorikeet.actors.Network;
import io.lorikeet.actors.handler.ApplicationCommand.ApplicationDetails;
import io.lorikeet.actors.handler.ApplicationCommand.PutWebhook;
import io.lorikeet.actors.handler.ApplicationCommand.RemoveWebhook;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.actors.handler.Subscription.Webhook;
import io.lorikeet.httpapi.access.Secrets;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Ids;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Page;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code /applications/{app_id}/webhooks}. */
public final class WebhookRoutes {

  private static final String WEBHOOKS = "/applications/{app_id}/webhooks";
  private static final String WEBHOOK = WEBHOOKS + "/{id}";

  private final Applications applications;
  private final SecureRandom random;

  public WebhookRoutes(Network network, SecureRandom random) {
    this.applications = new Applications(network);
    this.random = random;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.application(POST, WEBHOOKS, Right.SETTINGS, this::create),
        Endpoint.application(GET, WEBHOOKS, Right.SETTINGS, this::list),
        Endpoint.application(GET, WEBHOOK, Right.SETTINGS, this::get),
        Endpoint.application(PUT, WEBHOOK, Right.SETTINGS, this::put),
        Endpoint.application(DELETE, WEBHOOK, Right.SETTINGS, this::remove));
  }

  private CompletionStage<HttpResponse> create(Call call) {
    var webhook = WebhookJson.read(call.body(), Secrets.id(random), false);
    return applications
        .get(call.parameter("app_id"))
        .thenAccept(
            details -> {
              if (find(details, webhook.id()).isPresent()) {
                throw new ProblemException(
                    Problem.conflict("there is a webhook " + webhook.id() + " already"));
              }
            })
        .thenCompose(free -> put(call, webhook))
        .thenApply(
            stored -> Json.created(call.path() + "/" + webhook.id(), WebhookJson.write(webhook)));
  }

  private CompletionStage<ApplicationDetails> put(Call call, Webhook webhook) {
    return applications.change(
        call.parameter("app_id"), "webhook", replyTo -> new PutWebhook(webhook, replyTo));
  }

  /** Makes the webhook what the body says, whether it was there or not. */
  private CompletionStage<HttpResponse> put(Call call) {
    var id = call.parameter("id");
    if (Ids.parse(id).isEmpty()) {
      throw new ProblemException(
          Problem.invalid("id", Validation.shown(id) + ": expected " + Ids.EXPECTED));
    }
    var webhook = WebhookJson.read(call.body(), id, true);
    return put(call, webhook).thenApply(stored -> Json.ok(WebhookJson.write(webhook)));
  }

  private CompletionStage<HttpResponse> list(Call call) {
    var page = Page.of(call);
    return applications
        .get(call.parameter("app_id"))
        .thenApply(
            details ->
                page.answer(
                    "webhooks",
                    details.webhooks().stream().sorted(Comparator.comparing(Webhook::id)).toList(),
                    Webhook::id,
                    WebhookJson::write));
  }

  private CompletionStage<HttpResponse> get(Call call) {
    var id = call.parameter("id");
    return applications
        .get(call.parameter("app_id"))
        .thenApply(
            details ->
                find(details, id)
                    .map(webhook -> Json.ok(WebhookJson.write(webhook)))
                    .orElseThrow(
                        () ->
                            new ProblemException(
                                Problem.notFound(
                                    "there is no such webhook in " + details.applicationId()))));
  }

  private static Optional<Webhook> find(ApplicationDetails details, String id) {
    return details.webhooks().stream().filter(webhook -> webhook.id().equals(id)).findFirst();
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    return applications
        .remove(
            call.parameter("app_id"),
            "webhook",
            replyTo -> new RemoveWebhook(call.parameter("id"), replyTo))
        .thenApply(removed -> Json.noContent());
  }
}
