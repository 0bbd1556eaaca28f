package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Merges a patch into an object; lists whose elements have names are merged by these. */
final class StrategicMerge {

  private StrategicMerge() {}

  static void merge(ObjectNode object, JsonNode patch) {
    patch
        .fields()
        .forEachRemaining(
            field -> {
              var old = object.path(field.getKey());
              var change = field.getValue();
              if (old instanceof ObjectNode its && change.isObject()) {
                merge(its, change);
              } else if (old instanceof ArrayNode its && named(change)) {
                mergeByName(its, change);
              } else {
                object.set(field.getKey(), change.deepCopy());
              }
            });
  }

  private static boolean named(JsonNode list) {
    return list.isArray() && list.path(0).has("name");
  }

  private static void mergeByName(ArrayNode list, JsonNode changes) {
    for (var change : changes) {
      find(list, change.path("name"))
          .ifPresentOrElse(its -> merge(its, change), () -> list.add(change.deepCopy()));
    }
  }

  private static Optional<ObjectNode> find(ArrayNode list, JsonNode name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(element -> element.path("name").equals(name))
        .map(ObjectNode.class::cast)
        .findFirst();
  }
}
