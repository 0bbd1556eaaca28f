package io.lorikeet.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.lorikeet.node.ClusterSettings.ContactPoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a node does not fit into a cluster. The nodes that refuse it do not say, so it asks them what
 * they have at {@link #PATH}.
 */
final class Misfit {

  static final String PATH = "/cluster/fit";

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Misfit() {}

  /** What this node answers at {@link #PATH}: JSON. */
  static String describe(Config config) {
    var own = ConfigFactory.empty();
    for (var path : Fit.PATHS) {
      if (config.hasPath(path)) {
        own = own.withValue(path, config.getValue(path));
      }
    }
    return own.root().render(ConfigRenderOptions.concise()) + "\n";
  }

  /**
   * What the first of the nodes has that has anything against this one: others of its kind may wait
   * among them.
   */
  static List<String> reasons(Config own, List<ContactPoint> nodes) {
    var self =
        new ContactPoint(
            own.getString("akka.management.http.hostname"),
            own.getInt("akka.management.http.port"));
    return nodes.stream()
        .filter(node -> !node.equals(self))
        .map(Misfit::ask)
        .flatMap(Optional::stream)
        .map(theirs -> theirs.objectionsTo(Fit.of(own)))
        .filter(objections -> !objections.isEmpty())
        .findFirst()
        .orElse(List.of("the log of the node that refused it says why"));
  }

  private static Optional<Fit> ask(ContactPoint node) {
    var uri = URI.create("http://" + node.host() + ":" + node.port() + PATH);
    try {
      var answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? Optional.of(Fit.of(ConfigFactory.parseString(answer.body())))
          : Optional.empty();
    } catch (IOException | ConfigException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
