package io.lorikeet.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Tells people what a problem document (RFC 9457) says. */
final class Refusal {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;

  private Refusal() {}

  static CommandFailed of(int status, String body, String url) {
    var problem = parsed(body);
    if (!problem.path("title").isTextual()) {
      return notTheApi(status, url);
    }
    var text = new StringBuilder(Text.of(problem.path("title")));
    if (problem.hasNonNull("detail")) {
      text.append(": ").append(Text.of(problem.path("detail")));
    }
    for (var error : problem.path("errors")) {
      text.append("\n  ").append(Text.of(error.path("field")));
      text.append(": ").append(Text.of(error.path("detail")));
    }
    if (status == UNAUTHORIZED) {
      text.append("\n  The key came from --key or LORIKEET_KEY; the API is ").append(url);
    }
    return status == UNAVAILABLE
        ? CommandFailed.forNow(text.toString())
        : CommandFailed.because(text.toString());
  }

  static CommandFailed notTheApi(int status, String url) {
    return CommandFailed.because(
        url
            + " answered with status "
            + status
            + ", not as Lorikeet's API does; is the URL right?");
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
