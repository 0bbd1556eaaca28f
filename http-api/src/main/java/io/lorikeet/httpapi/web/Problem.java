package io.lorikeet.httpapi.web;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;
import java.util.Map;

/**
 * Why a request was not carried out, as RFC 9457 wants it told.
 *
 * @param type last part of the problem's URN; the same for the same kind of problem
 * @param errors what is wrong with which field
 * @param headers further headers of the answer
 */
public record Problem(
    int status,
    String type,
    String title,
    String detail,
    List<FieldError> errors,
    Map<String, String> headers) {

  /** Content type of every problem document. */
  public static final ContentType CONTENT_TYPE =
      ContentTypes.create(
          MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8));

  private static final String URN = "urn:lorikeet:problem:";

  /** How long a caller should wait before it tries again, in seconds. */
  private static final String RETRY_AFTER_SECONDS = "2";

  /** One fault of a request; {@code detail} names the bad value, unless it is a secret. */
  public record FieldError(String field, String detail) {}

  public Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
  }

  private Problem(int status, String type, String title, String detail) {
    this(status, type, title, detail, List.of(), Map.of());
  }

  public static Problem invalid(List<FieldError> errors) {
    var count = errors.size() == 1 ? "one field is" : errors.size() + " fields are";
    return new Problem(
        400, "invalid-fields", "Invalid request", count + " not valid", errors, Map.of());
  }

  public static Problem invalid(String field, String detail) {
    return invalid(List.of(new FieldError(field, detail)));
  }

  static Problem malformed(String detail) {
    return new Problem(400, "malformed-body", "Malformed body", detail);
  }

  public static Problem unauthorized(String detail) {
    return new Problem(
        401,
        "unauthorized",
        "Key missing or unknown",
        detail,
        List.of(),
        Map.of("WWW-Authenticate", "Bearer realm=\"lorikeet\""));
  }

  public static Problem forbidden(String detail) {
    return new Problem(403, "forbidden", "Not allowed", detail);
  }

  public static Problem notFound(String detail) {
    return new Problem(404, "not-found", "Not found", detail);
  }

  /**
   * @param allowed the methods that are served here, separated by commas
   */
  static Problem methodNotAllowed(String method, String allowed) {
    return new Problem(
        405,
        "method-not-allowed",
        "Method not allowed",
        method + " is not served here (served: " + allowed + ")",
        List.of(),
        Map.of("Allow", allowed));
  }

  static Problem bodyTimeout(String detail) {
    return new Problem(408, "body-timeout", "Body too slow", detail);
  }

  public static Problem conflict(String detail) {
    return new Problem(409, "conflict", "Conflict", detail);
  }

  static Problem tooLarge(String detail) {
    return new Problem(413, "body-too-large", "Body too large", detail);
  }

  static Problem unsupportedMediaType(String contentType) {
    return new Problem(
        415,
        "unsupported-media-type",
        "Unsupported media type",
        contentType + " (expected: application/json)");
  }

  static Problem internal() {
    return new Problem(
        500, "internal", "Internal error", "something is broken here; the log says more");
  }

  public static Problem unavailable(String detail) {
    return new Problem(
        503,
        "unavailable",
        "Not available now",
        detail,
        List.of(),
        Map.of("Retry-After", RETRY_AFTER_SECONDS));
  }

  HttpResponse toResponse() {
    var body =
        Json.object()
            .put("type", URN + type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    if (!errors.isEmpty()) {
      var array = body.putArray("errors");
      errors.forEach(
          error -> array.addObject().put("field", error.field()).put("detail", error.detail()));
    }
    return Json.response(status, CONTENT_TYPE, body).addHeaders(responseHeaders());
  }

  private List<HttpHeader> responseHeaders() {
    return headers.entrySet().stream()
        .<HttpHeader>map(header -> RawHeader.create(header.getKey(), header.getValue()))
        .toList();
  }
}
