package io.lorikeet.httpapi.application;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.actors.handler.ApplicationCommand.ApiKey;
import io.lorikeet.actors.handler.Right;
import io.lorikeet.httpapi.web.Json;
import io.lorikeet.httpapi.web.ProblemException;
import io.lorikeet.httpapi.web.Validation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** API keys in JSON. */
final class ApiKeyJson {

  private static final int MAX_NAME = 100;
  private static final String RIGHTS =
      "one of "
          + Arrays.stream(Right.values()).map(Right::toString).collect(Collectors.joining(", "));

  private ApiKeyJson() {}

  /** What the caller wants a key to be. */
  record Wanted(String name, Set<Right> rights) {}

  /**
   * @throws ProblemException when a field is not valid
   */
  static Wanted read(ObjectNode body) {
    var fields = new Validation(body);
    fields.require("name", "rights");
    var name = fields.text("name", MAX_NAME);
    var rights =
        fields.list(
            "rights", Right.values().length, RIGHTS, text -> Optional.of(Right.parse(text)));
    if (body.path("rights").isArray() && body.path("rights").isEmpty()) {
      fields.error("rights", "no right (expected: at least " + RIGHTS + ")");
    }
    fields.complete();
    return new Wanted(name.orElseThrow(), EnumSet.copyOf(rights));
  }

  static ObjectNode write(ApiKey key) {
    var json = Json.object().put("id", key.id()).put("name", key.name());
    var rights = json.putArray("rights");
    key.rights().stream().sorted().forEach(right -> rights.add(right.toString()));
    return json.put("created_at", key.createdAt().toString());
  }
}
