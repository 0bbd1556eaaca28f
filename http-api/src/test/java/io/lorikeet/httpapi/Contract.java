package io.lorikeet.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.lorikeet.httpapi.web.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeSet;

/** The OpenAPI document, and what is said over the wire held against it. */
final class Contract {

  static final String DOCUMENT = read();

  private static final OpenApiInteractionValidator VALIDATOR =
      OpenApiInteractionValidator.createForInlineApiSpecification(DOCUMENT).build();

  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;

  private Contract() {}

  private static String read() {
    try (var resource = Contract.class.getResourceAsStream("openapi.yaml")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every operation of the document, as {@code GET /gateways}. */
  static TreeSet<String> operations() throws IOException {
    var operations = new TreeSet<String>();
    new ObjectMapper(new YAMLFactory())
        .readTree(DOCUMENT)
        .get("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  static String operation(Endpoint endpoint) {
    return endpoint.method().name() + " " + endpoint.template();
  }

  /** Fails unless the answer is as documented, and the request, too, when it was accepted. */
  static void check(String method, URI uri, ApiClient.Sent sent, HttpResponse<String> response) {
    if (response.statusCode() == METHOD_NOT_ALLOWED || !isDocumented(method, uri.getPath())) {
      checkProblem(response);
      return;
    }
    var report =
        VALIDATOR.validateResponse(
            uri.getPath(), Request.Method.valueOf(method), toResponse(response));
    if (response.statusCode() < BAD_REQUEST) {
      report = report.merge(VALIDATOR.validateRequest(toRequest(method, uri, sent)));
    }
    assertThat(report.getMessages())
        .as("%s %s: %s %s", method, uri.getPath(), response.statusCode(), response.body())
        .extracting(ValidationReport.Message::getMessage)
        .isEmpty();
  }

  /** Whether any operation of the document is meant. */
  private static boolean isDocumented(String method, String path) {
    // The validator takes a path and the same with a slash for one.
    return !path.endsWith("/")
        && VALIDATOR
            .validateRequest(new SimpleRequest.Builder(method, path).build())
            .getMessages()
            .stream()
            .noneMatch(
                message ->
                    message.getKey().equals("validation.request.path.missing")
                        || message.getKey().equals("validation.request.operation.notAllowed"));
  }

  private static void checkProblem(HttpResponse<String> response) {
    assertThat(response.statusCode()).isGreaterThanOrEqualTo(BAD_REQUEST);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body()).contains("\"type\"", "\"title\"", "\"status\"", "\"detail\"");
  }

  private static com.atlassian.oai.validator.model.Response toResponse(
      HttpResponse<String> response) {
    var builder = SimpleResponse.Builder.status(response.statusCode());
    response.headers().map().forEach((name, values) -> builder.withHeader(name, values));
    return response.body().isEmpty() ? builder.build() : builder.withBody(response.body()).build();
  }

  private static Request toRequest(String method, URI uri, ApiClient.Sent sent) {
    var builder = new SimpleRequest.Builder(method, uri.getPath());
    if (!sent.key().isEmpty()) {
      builder.withAuthorization("Bearer " + sent.key());
    }
    if (!sent.body().isEmpty()) {
      builder.withContentType(sent.contentType()).withBody(sent.body());
    }
    if (uri.getQuery() != null) {
      for (var pair : uri.getQuery().split("&")) {
        var parts = pair.split("=", 2);
        builder.withQueryParam(parts[0], parts[1]);
      }
    }
    return builder.build();
  }
}
