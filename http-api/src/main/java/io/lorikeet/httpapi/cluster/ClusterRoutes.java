package io.lorikeet.httpapi.cluster;

import static akka.http.javadsl.model.HttpMethods.GET;
import static akka.http.javadsl.model.HttpMethods.POST;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.Problem;
import io.lorikeet.httpapi.web.ProblemException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /cluster}. */
public final class ClusterRoutes {

  private final ClusterControl cluster;

  public ClusterRoutes(ClusterControl cluster) {
    this.cluster = cluster;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.admin(GET, "/cluster", this::get),
        Endpoint.admin(POST, "/cluster/nodes/{address}/drain", this::drain));
  }

  private CompletionStage<HttpResponse> get(Call call) {
    return cluster.view().thenApply(view -> Json.ok(write(view)));
  }

  private CompletionStage<HttpResponse> drain(Call call) {
    var address = call.parameter("address");
    if (!cluster.drain(address)) {
      throw new ProblemException(Problem.notFound("there is no node " + address));
    }
    return CompletableFuture.completedFuture(
        Json.accepted(Json.object().put("address", address).put("status", "leaving")));
  }

  private static ObjectNode write(ClusterView view) {
    var json = Json.object();
    var members = json.putArray("members");
    for (var member : view.members()) {
      var entry =
          members
              .addObject()
              .put("address", member.address())
              .put("status", member.status())
              .put("version", member.version());
      var roles = entry.putArray("roles");
      member.roles().stream().sorted().forEach(roles::add);
      var shards = entry.putObject("shards");
      new TreeMap<>(member.shards()).forEach(shards::put);
    }
    return json;
  }
}
