package io.lorikeet.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** The HTTP API as a command uses it; what goes wrong is a {@link CommandFailed}. */
final class ApiClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** The most that the API gives at once. */
  private static final String PAGE = "1000";

  private final String base;
  private final String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  ApiClient(URI url, String key) {
    this.base = url.toString().replaceFirst("(/api/v1)?/*$", "");
    this.key = key;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  JsonNode get(ApiPath path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  JsonNode post(ApiPath path, JsonNode body) {
    return send("POST", path, BodyPublishers.ofString(body.toString()));
  }

  JsonNode patch(ApiPath path, JsonNode body) {
    return send("PATCH", path, BodyPublishers.ofString(body.toString()));
  }

  /** The answer is missing: there is nothing left to tell. */
  JsonNode delete(ApiPath path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  /**
   * All pages of a list as one.
   *
   * @param kind name of the array
   */
  ObjectNode all(ApiPath path, String kind) {
    var whole = object();
    var items = whole.putArray(kind);
    var page = get(path.with("limit", PAGE));
    page.path(kind).forEach(items::add);
    while (page.hasNonNull("next_cursor")) {
      page = get(path.with("limit", PAGE).with("cursor", page.path("next_cursor").asText()));
      page.path(kind).forEach(items::add);
    }
    return whole;
  }

  private JsonNode send(String method, ApiPath path, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + "/api/v1" + path.text()))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    var answer = answer(request);
    if (answer.statusCode() / 100 != 2) {
      throw Refusal.of(answer.statusCode(), answer.body(), base);
    }
    return answer.body().isBlank() ? MissingNode.getInstance() : parsed(answer);
  }

  private HttpResponse<String> answer(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (HttpConnectTimeoutException | ConnectException e) {
      throw CommandFailed.forNow(
          """
          nothing answers at %s.
            Is ./lorikeet dev running? Another address: --url URL or LORIKEET_URL."""
              .formatted(base));
    } catch (HttpTimeoutException e) {
      throw CommandFailed.forNow(
          base
              + " did not answer within "
              + TIMEOUT.toSeconds()
              + " s; what was asked may be done");
    } catch (IOException e) {
      throw CommandFailed.forNow("the connection to " + base + " broke: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailed.because("interrupted");
    }
  }

  private JsonNode parsed(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw Refusal.notTheApi(answer.statusCode(), base);
    }
  }
}
