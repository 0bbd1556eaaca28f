package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Schemas that operators give Kubernetes for their kinds: what it would refuse, and fields that it
 * would drop without a word. Rules written in CEL are not tried.
 */
final class OperatorSchema {

  private static final String ANY_FIELDS = "x-kubernetes-preserve-unknown-fields";
  private static final String NUMBER_OR_TEXT = "x-kubernetes-int-or-string";

  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "format",
          "nullable",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "minItems",
          "maxItems",
          "enum",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "anyOf",
          ANY_FIELDS,
          NUMBER_OR_TEXT,
          "x-kubernetes-validations");

  private final List<String> objections = new ArrayList<>();

  private OperatorSchema() {}

  /** What is wrong with the object; one says that its kind is not known here. */
  static List<String> objections(JsonNode object) {
    var file =
        "/operators/%s_%s.json"
            .formatted(
                object.path("apiVersion").asText().replace('/', '_'), object.path("kind").asText());
    try (InputStream schema = OperatorSchema.class.getResourceAsStream(file)) {
      if (schema == null) {
        return List.of("no schema " + file);
      }
      var check = new OperatorSchema();
      var its = new ObjectMapper().readTree(schema);
      // Kubernetes itself looks at the metadata.
      its.withObject("/properties/metadata").put(ANY_FIELDS, true);
      check.value("", object, its);
      return check.objections;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void value(String path, JsonNode value, JsonNode schema) {
    schema
        .fieldNames()
        .forEachRemaining(
            keyword -> {
              if (!KNOWN.contains(keyword)) {
                throw new IllegalStateException(keyword + " is not known here");
              }
            });
    if (value.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    if (!hasType(value, schema)) {
      object(path, value + " (expected: " + schema.path("type").asText("integer or string") + ")");
      return;
    }
    scalar(path, value, schema);
    if (schema.has("anyOf")
        && !any(schema.path("anyOf"), its -> objectionsTo(value, its).isEmpty())) {
      object(path, value + " (expected: any of " + schema.path("anyOf") + ")");
    }
    if (value.isObject()) {
      fields(path, value, schema);
    }
    if (value.isArray()) {
      atLeast(path, value.size(), schema.path("minItems"));
      atMost(path, value.size(), schema.path("maxItems"));
      for (int i = 0; i < value.size(); i++) {
        value(path + "/" + i, value.get(i), schema.path("items"));
      }
    }
  }

  private static List<String> objectionsTo(JsonNode value, JsonNode schema) {
    var check = new OperatorSchema();
    check.value("", value, schema);
    return check.objections;
  }

  private static boolean hasType(JsonNode value, JsonNode schema) {
    if (schema.path(NUMBER_OR_TEXT).asBoolean()) {
      return value.isTextual() || value.isIntegralNumber();
    }
    return switch (schema.path("type").asText()) {
      case "" -> true;
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      case "integer" ->
          value.isIntegralNumber()
              && (schema.path("format").asText().equals("int32")
                  ? value.canConvertToInt()
                  : value.canConvertToLong());
      default -> throw new IllegalStateException(schema.path("type") + " is not known here");
    };
  }

  private void scalar(String path, JsonNode value, JsonNode schema) {
    if (schema.has("enum") && !any(schema.path("enum"), value::equals)) {
      object(path, value + " (expected: one of " + schema.path("enum") + ")");
    }
    if (value.isTextual()) {
      var text = value.asText();
      if (schema.has("pattern")
          && !Pattern.compile(schema.path("pattern").asText()).matcher(text).find()) {
        object(path, value + " (expected: like " + schema.path("pattern").asText() + ")");
      }
      atLeast(path, text.length(), schema.path("minLength"));
      atMost(path, text.length(), schema.path("maxLength"));
    }
    if (value.isNumber()) {
      atLeast(path, value.asDouble(), schema.path("minimum"));
      atMost(path, value.asDouble(), schema.path("maximum"));
    }
  }

  private void fields(String path, JsonNode value, JsonNode schema) {
    for (var name : schema.path("required")) {
      if (!value.has(name.asText())) {
        object(path, name.asText() + " is missing");
      }
    }
    for (var field : value.properties()) {
      var its =
          Optional.of(schema.path("properties").path(field.getKey()))
              .filter(JsonNode::isObject)
              .orElse(schema.path("additionalProperties"));
      if (its.isObject()) {
        value(path + "/" + field.getKey(), field.getValue(), its);
      } else if (!its.asBoolean() && !schema.path(ANY_FIELDS).asBoolean()) {
        object(path, field.getKey() + " is not known");
      }
    }
  }

  private void atLeast(String path, double number, JsonNode least) {
    if (least.isNumber() && number < least.asDouble()) {
      object(path, number + " (expected: " + least + " at least)");
    }
  }

  private void atMost(String path, double number, JsonNode most) {
    if (most.isNumber() && number > most.asDouble()) {
      object(path, number + " (expected: " + most + " at most)");
    }
  }

  private void object(String path, String objection) {
    objections.add(path + ": " + objection);
  }

  private static boolean any(JsonNode list, Predicate<JsonNode> wanted) {
    return StreamSupport.stream(list.spliterator(), false).anyMatch(wanted);
  }
}
