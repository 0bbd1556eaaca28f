package io.lorikeet.httpapi;

import static akka.http.javadsl.model.HttpMethods.GET;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /openapi.yaml}: the description of the API, for people and programs. */
final class OpenApiRoutes {

  private static final String RESOURCE = "openapi.yaml";

  /** RFC 9512. */
  private static final ContentType YAML =
      ContentTypes.create(MediaTypes.applicationWithFixedCharset("yaml", HttpCharsets.UTF_8));

  private final byte[] document = read();

  List<Endpoint> endpoints() {
    return List.of(Endpoint.open(GET, "/openapi.yaml", this::get));
  }

  private static byte[] read() {
    try (var resource = OpenApiRoutes.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not in the class path");
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CompletionStage<HttpResponse> get(Call call) {
    return CompletableFuture.completedFuture(
        HttpResponse.create().withEntity(HttpEntities.create(YAML, document)));
  }
}
