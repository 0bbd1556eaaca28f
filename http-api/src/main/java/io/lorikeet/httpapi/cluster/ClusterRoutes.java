package io.lorikeet.httpapi.cluster;

import static akka.http.javadsl.model.HttpMethods.GET;

import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.httpapi.web.Call;
import io.lorikeet.httpapi.web.Endpoint;
import io.lorikeet.httpapi.web.Json;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code /cluster}. */
public final class ClusterRoutes {

  private final Supplier<CompletionStage<ClusterView>> cluster;

  public ClusterRoutes(Supplier<CompletionStage<ClusterView>> cluster) {
    this.cluster = cluster;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.admin(GET, "/cluster", this::get));
  }

  private CompletionStage<HttpResponse> get(Call call) {
    return cluster.get().thenApply(view -> Json.ok(write(view)));
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
