package io.lorikeet.httpapi.web;

import akka.http.javadsl.model.HttpMethod;
import akka.http.javadsl.model.HttpResponse;
import io.lorikeet.actors.handler.Right;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One thing the API does. All of them in a list are the API: the router serves them, the OpenAPI
 * document is held against them, and who may use each stands beside it.
 *
 * @param template path below {@code /api/v1} with parameters in braces, as {@code
 *     /gateways/{gateway_id}}; it is the metric's label, too
 */
public record Endpoint(HttpMethod method, String template, Permission permission, Handler handler) {

  /** Answers a request; throws or fails with a {@link ProblemException} to refuse it. */
  @FunctionalInterface
  public interface Handler {
    CompletionStage<HttpResponse> handle(Call call);
  }

  public static Endpoint open(HttpMethod method, String template, Handler handler) {
    return new Endpoint(method, template, new Permission.Everybody(), handler);
  }

  public static Endpoint admin(HttpMethod method, String template, Handler handler) {
    return new Endpoint(method, template, new Permission.AdminOnly(), handler);
  }

  /** For any key of the application. */
  public static Endpoint member(HttpMethod method, String template, Handler handler) {
    return new Endpoint(method, template, new Permission.InApplication(Optional.empty()), handler);
  }

  /** For the keys of the application with this right. */
  public static Endpoint application(
      HttpMethod method, String template, Right right, Handler handler) {
    return new Endpoint(
        method, template, new Permission.InApplication(Optional.of(right)), handler);
  }
}
