package io.lorikeet.httpapi.web;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A request that was let in: what its path, its query and its body say. */
public final class Call {

  private final HttpRequest request;
  private final HttpEntity.Strict entity;
  private final Map<String, String> parameters;
  private final Access access;
  private final Supplier<CompletionStage<Access>> again;

  Call(
      HttpRequest request,
      HttpEntity.Strict entity,
      Map<String, String> parameters,
      Access access,
      Supplier<CompletionStage<Access>> again) {
    this.request = request;
    this.entity = entity;
    this.parameters = parameters;
    this.access = access;
    this.again = again;
  }

  /** A parameter of the path; there is one of each name in the endpoint's template. */
  public String parameter(String name) {
    return parameters.get(name);
  }

  public Optional<String> query(String name) {
    return request.getUri().query().get(name);
  }

  public Optional<String> header(String name) {
    return request.getHeader(name).map(header -> header.value());
  }

  public Access access() {
    return access;
  }

  /**
   * Whether the caller would still be let in; for answers that last. Whoever cannot be asked says
   * nothing against the caller.
   */
  public CompletionStage<Boolean> mayGoOn() {
    return again.get().handle((may, failure) -> failure == null || !isRefusal(failure));
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? isRefusal(failure.getCause())
        : failure instanceof ProblemException;
  }

  /** The path as it was asked for. */
  public String path() {
    return request.getUri().getPathString();
  }

  /**
   * The body.
   *
   * @throws ProblemException when it is not a JSON object
   */
  public ObjectNode body() {
    var bytes = entity.getData();
    if (bytes.isEmpty()) {
      throw new ProblemException(Problem.malformed("no body (expected: a JSON object)"));
    }
    var type = entity.getContentType().mediaType();
    if (!type.isApplication()
        || !(type.subType().equals("json") || type.subType().endsWith("+json"))) {
      throw new ProblemException(Problem.unsupportedMediaType(entity.getContentType().toString()));
    }
    return Json.parse(bytes.toArray());
  }
}
