package io.lorikeet.httpapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/** Speaks to the API over a socket, and holds every answer against the OpenAPI document. */
final class ApiClient {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private final String key;

  /**
   * @param key empty: none is presented
   */
  ApiClient(int port, String key) {
    this.port = port;
    this.key = key;
  }

  /** What a request says besides its method and its path. */
  record Sent(String key, String contentType, String body) {}

  record Answer(int status, String body, HttpResponse<String> http) {

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Optional<String> header(String name) {
      return http.headers().firstValue(name);
    }
  }

  Answer get(String path) {
    return send("GET", path, "application/json", "");
  }

  Answer delete(String path) {
    return send("DELETE", path, "application/json", "");
  }

  Answer post(String path, String body) {
    return send("POST", path, "application/json", body);
  }

  Answer put(String path, String body) {
    return send("PUT", path, "application/json", body);
  }

  Answer patch(String path, String body) {
    return send("PATCH", path, "application/json", body);
  }

  /**
   * @param path below {@code /api/v1}
   */
  Answer send(String method, String path, String contentType, String body) {
    var uri = URI.create("http://127.0.0.1:%d/api/v1%s".formatted(port, path));
    var request = HttpRequest.newBuilder(uri);
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (!body.isEmpty() && !contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      var answer = new Answer(response.statusCode(), response.body(), response);
      Contract.check(method, uri, new Sent(key, contentType, body), response);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
