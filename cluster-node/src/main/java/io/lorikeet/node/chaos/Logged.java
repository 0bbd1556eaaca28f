package io.lorikeet.node.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.simulator.client.ApiException;
import io.lorikeet.simulator.client.NetworkClient;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an application's log holds, whoever has got it: to tell an uplink that the network has lost
 * from one that it has not published. Nothing is judged by it.
 */
final class Logged {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Logged() {}

  /** As {@code device-7/12}; empty if no node answers. */
  static Set<String> of(List<NetworkClient> nodes, String application) {
    for (var node : nodes) {
      try {
        return of(node, application);
      } catch (ApiException | IOException e) {
        // The next one is asked.
        continue;
      }
    }
    return Set.of();
  }

  private static Set<String> of(NetworkClient node, String application) throws IOException {
    var logged = new HashSet<String>();
    var path = "/api/v1/applications/" + application + "/messages?limit=1000";
    var next = Optional.of(path);
    while (next.isPresent()) {
      var answer = JSON.readTree(node.call("GET", next.get(), Optional.empty()).body());
      for (var message : answer.path("messages")) {
        logged.add(message.path("dev_id").asText() + "/" + message.path("counter").asLong());
      }
      next =
          Optional.ofNullable(answer.path("next_cursor").textValue())
              .map(cursor -> path + "&after=" + cursor);
    }
    return logged;
  }
}
