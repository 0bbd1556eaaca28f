package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Optional;

/**
 * Kubernetes' own schemas, in the form of the classes that were made of its OpenAPI description:
 * they know every field, which of them must be there, and of what type each is. {@link
 * OperatorSchema} has those of other kinds.
 */
final class KubernetesSchema {

  private static final String MODELS = "io.kubernetes.client.openapi.models.";

  private KubernetesSchema() {}

  /** Whether the object's kind is one of Kubernetes itself; others bring schemas of their own. */
  private static boolean knows(JsonNode object) {
    var group = object.path("apiVersion").asText();
    return !group.contains(".") || group.contains(".k8s.io/");
  }

  /** What is wrong with the object; empty when nothing is. */
  static Optional<String> objection(JsonNode object) {
    if (!knows(object)) {
      return OperatorSchema.objections(object).stream().reduce((all, more) -> all + "; " + more);
    }
    try {
      var model = Class.forName(MODELS + name(object));
      var element = JsonParser.parseString(object.toString());
      model.getMethod("validateJsonElement", JsonElement.class).invoke(null, element);
      new JSON();
      JSON.deserialize(object.toString(), model);
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(e.getCause().getMessage());
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.of(e.toString());
    }
  }

  /** As V1Deployment for apps/v1. */
  private static String name(JsonNode object) {
    var group = object.path("apiVersion").asText();
    var version = group.substring(group.lastIndexOf('/') + 1);
    return version.substring(0, 1).toUpperCase(Locale.ROOT)
        + version.substring(1)
        + object.path("kind").asText();
  }
}
