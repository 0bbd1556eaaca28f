package io.lorikeet.httpapi.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lorikeet.httpapi.web.Problem.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of a JSON object and collects everything that is wrong with them, so that a
 * caller learns it at once. A field that is wrong reads as absent; {@link #complete()} throws
 * before anyone builds on that. A field that is {@code null} is absent.
 */
public final class Validation {

  private static final int MAX_SHOWN = 60;

  private final ObjectNode body;
  private final String prefix;
  private final List<FieldError> errors;
  private final Set<String> known = new HashSet<>();
  private final List<Validation> nested = new ArrayList<>();

  public Validation(ObjectNode body) {
    this(body, "", new ArrayList<>());
  }

  private Validation(ObjectNode body, String prefix, List<FieldError> errors) {
    this.body = body;
    this.prefix = prefix;
    this.errors = errors;
  }

  public boolean has(String field) {
    return body.hasNonNull(field);
  }

  /** Refuses the request unless it has these fields. */
  public void require(String... fields) {
    for (var field : fields) {
      if (!has(field)) {
        error(field, "is missing");
      }
    }
  }

  /** Refuses the request when it has this field. */
  public void refuse(String field, String reason) {
    known.add(field);
    if (has(field)) {
      error(field, reason);
    }
  }

  public void error(String field, String detail) {
    errors.add(new FieldError(prefix + field, detail));
  }

  public Optional<String> text(String field, int maxLength) {
    return text(field, maxLength, false);
  }

  /** A text that no message may repeat. */
  public Optional<String> secretText(String field, int maxLength) {
    return text(field, maxLength, true);
  }

  private Optional<String> text(String field, int maxLength, boolean secret) {
    var expected = "expected a text of at most " + maxLength + " characters";
    return read(
        field,
        node ->
            node.isTextual() && node.textValue().length() <= maxLength
                ? Optional.of(node.textValue())
                : Optional.empty(),
        expected,
        secret);
  }

  /**
   * A text that means something.
   *
   * @param expected completes "expected ..."
   * @param parser empty, or {@link IllegalArgumentException}, for a text that it does not accept
   */
  public <T> Optional<T> parsed(
      String field, String expected, Function<String, Optional<T>> parser) {
    return read(field, node -> parse(node, parser), "expected " + expected, false);
  }

  /** A text that means something and that no message may repeat. */
  public <T> Optional<T> secret(
      String field, String expected, Function<String, Optional<T>> parser) {
    return read(field, node -> parse(node, parser), "expected " + expected, true);
  }

  private static <T> Optional<T> parse(JsonNode node, Function<String, Optional<T>> parser) {
    if (!node.isTextual()) {
      return Optional.empty();
    }
    try {
      return parser.apply(node.textValue());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public Optional<Long> integer(String field, long min, long max) {
    return read(
        field,
        node ->
            node.canConvertToExactIntegral()
                    && node.canConvertToLong()
                    && node.longValue() >= min
                    && node.longValue() <= max
                ? Optional.of(node.longValue())
                : Optional.empty(),
        "expected a whole number from " + min + " to " + max,
        false);
  }

  /** An array of whole numbers; empty when absent. */
  public List<Long> integers(String field, int maxItems, long min, long max) {
    var values = new ArrayList<Long>();
    read(
            field,
            node ->
                node.isArray() && node.size() <= maxItems ? Optional.of(node) : Optional.empty(),
            "expected an array of at most " + maxItems + " whole numbers",
            true)
        .ifPresent(
            items ->
                items.forEach(
                    item -> {
                      if (item.canConvertToExactIntegral()
                          && item.canConvertToLong()
                          && item.longValue() >= min
                          && item.longValue() <= max) {
                        values.add(item.longValue());
                      } else {
                        error(field, shown(item) + ": expected " + min + " to " + max);
                      }
                    }));
    return values;
  }

  public Optional<Double> number(String field, double min, double max) {
    return read(
        field,
        node ->
            node.isNumber() && node.doubleValue() >= min && node.doubleValue() <= max
                ? Optional.of(node.doubleValue())
                : Optional.empty(),
        "expected a number from %s to %s".formatted(min, max),
        false);
  }

  public Optional<Boolean> flag(String field) {
    return read(
        field,
        node -> node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty(),
        "expected true or false",
        false);
  }

  /** An object within the object; its fields are named {@code field.name}. */
  public Optional<Validation> object(String field) {
    var object =
        read(
            field,
            node -> node instanceof ObjectNode inner ? Optional.of(inner) : Optional.empty(),
            "expected an object",
            true);
    return object.map(
        inner -> {
          var validation = new Validation(inner, prefix + field + ".", errors);
          nested.add(validation);
          return validation;
        });
  }

  /** An array of texts that mean something; empty when absent. */
  public <T> List<T> list(
      String field, int maxItems, String expected, Function<String, Optional<T>> parser) {
    var values = new ArrayList<T>();
    var array =
        read(
            field,
            node ->
                node.isArray() && node.size() <= maxItems ? Optional.of(node) : Optional.empty(),
            "expected an array of at most " + maxItems + " texts",
            true);
    array.ifPresent(
        items ->
            items.forEach(
                item ->
                    parse(item, parser)
                        .ifPresentOrElse(
                            values::add,
                            () -> error(field, shown(item) + ": expected " + expected))));
    return values;
  }

  /**
   * An object of free names with texts, which no message repeats; empty when absent.
   *
   * @param names which names are good
   * @param expectedName completes "expected ..."
   */
  public Map<String, String> texts(
      String field, int maxEntries, Names names, String expectedName, int maxLength) {
    var values = new LinkedHashMap<String, String>();
    object(field)
        .ifPresent(
            inner -> {
              if (inner.body.size() > maxEntries) {
                error(field, inner.body.size() + " entries: expected at most " + maxEntries);
              }
              inner
                  .body
                  .fieldNames()
                  .forEachRemaining(
                      name -> {
                        if (!names.accepts(name)) {
                          inner.known.add(name);
                          error(field, "name " + shown(name) + ": expected " + expectedName);
                        }
                        inner.secretText(name, maxLength).ifPresent(text -> values.put(name, text));
                      });
            });
    return values;
  }

  /** Which names an object may have. */
  @FunctionalInterface
  public interface Names {
    boolean accepts(String name);
  }

  private <T> Optional<T> read(
      String field, Function<JsonNode, Optional<T>> reader, String expected, boolean secret) {
    known.add(field);
    if (!has(field)) {
      return Optional.empty();
    }
    var node = body.get(field);
    var value = reader.apply(node);
    if (value.isEmpty()) {
      error(field, secret ? expected : shown(node) + ": " + expected);
    }
    return value;
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException when anything was wrong, or a field is there that nobody asked for
   */
  public void complete() {
    refuseUnknown();
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }

  private void refuseUnknown() {
    nested.forEach(Validation::refuseUnknown);
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                error(shortened(name), "is not a field that is known here");
              }
            });
  }

  private static String shown(JsonNode node) {
    return node.isTextual() ? shown(node.textValue()) : shortened(node.toString());
  }

  /** A value as messages show it: quoted, and not too long. */
  public static String shown(String value) {
    return '"' + shortened(value) + '"';
  }

  private static String shortened(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }
}
