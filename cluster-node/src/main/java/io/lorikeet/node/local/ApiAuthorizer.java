package io.lorikeet.node.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.embeddedmqtt.Authorizer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks the nodes' HTTP API what an application's key is good for: the first that answers. */
final class ApiAuthorizer implements Authorizer {

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper json = new ObjectMapper();
  private final List<URI> nodes;

  ApiAuthorizer(List<URI> nodes) {
    this.nodes = nodes;
  }

  @Override
  public CompletionStage<Optional<Set<Access>>> authorize(String applicationId, String key) {
    return ask(0, "/api/v1/applications/" + applicationId + "/rights", key);
  }

  private CompletionStage<Optional<Set<Access>>> ask(int node, String path, String key) {
    if (node == nodes.size()) {
      return CompletableFuture.failedFuture(new IOException("no node answers"));
    }
    var request =
        HttpRequest.newBuilder(nodes.get(node).resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle(
            (answer, failure) ->
                failure != null || answer.statusCode() >= 500
                    ? ask(node + 1, path, key)
                    : CompletableFuture.completedFuture(access(answer)))
        .thenCompose(stage -> stage);
  }

  private Optional<Set<Access>> access(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      return Optional.empty();
    }
    try {
      var body = json.readTree(answer.body());
      var access = EnumSet.noneOf(Access.class);
      for (var right : body.path("rights")) {
        if (right.asText().equals(Right.MESSAGES_UP_READ.toString())) {
          access.add(Access.RECEIVE);
        } else if (right.asText().equals(Right.MESSAGES_DOWN_WRITE.toString())) {
          access.add(Access.SEND);
        }
      }
      // The admin key is no key of an application.
      return body.path("admin").asBoolean() ? Optional.empty() : Optional.of(access);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
