package io.lorikeet.httpapi.web;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** A request that was let in: what its path, its query and its body say. */
public final class Call {

  private final HttpRequest request;
  private final HttpEntity.Strict entity;
  private final Map<String, String> parameters;
  private final Access access;

  Call(
      HttpRequest request,
      HttpEntity.Strict entity,
      Map<String, String> parameters,
      Access access) {
    this.request = request;
    this.entity = entity;
    this.parameters = parameters;
    this.access = access;
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
