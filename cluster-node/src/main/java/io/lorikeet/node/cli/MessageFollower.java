package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the uplinks that were stored since it looked last. An uplink is stored a little after it
 * was received, and not always in that order, so each look goes back some seconds and leaves out
 * what was told already; what is stored later than that is missed.
 */
final class MessageFollower {

  static final Duration OVERLAP = Duration.ofSeconds(10);

  private final ApiClient client;
  private final ApiPath messages;
  private final Instant start;

  /**
   * When each uplink was received that the next look may find again; as many as the overlap has.
   */
  private final Map<String, Instant> told = new HashMap<>();

  private Instant latest;

  /**
   * @param messages without {@code after}
   * @param start uplinks up to then are not told
   */
  MessageFollower(ApiClient client, ApiPath messages, Instant start) {
    this.client = client;
    this.messages = messages;
    this.start = start;
    this.latest = start;
  }

  /**
   * Tells the uplinks that are new.
   *
   * @throws CommandFailed if the API cannot be asked; what it did not give then is told next time
   */
  void look(Consumer<JsonNode> teller) {
    var after = latest.minus(OVERLAP);
    var page =
        client.get(messages.with("after", (after.isAfter(start) ? after : start).toString()));
    tell(page, teller);
    while (page.hasNonNull("next_cursor")) {
      page = client.get(messages.with("cursor", page.path("next_cursor").asText()));
      tell(page, teller);
    }
    told.values().removeIf(at -> at.isBefore(latest.minus(OVERLAP)));
  }

  private void tell(JsonNode page, Consumer<JsonNode> teller) {
    for (var uplink : page.path("messages")) {
      var at = Instant.parse(uplink.at("/metadata/time").asText());
      // A page after a cursor has no lower bound in time of its own.
      if (at.isAfter(start) && told.put(uplink.path("uplink_id").asText(), at) == null) {
        teller.accept(uplink);
      }
      latest = at.isAfter(latest) ? at : latest;
    }
  }
}
