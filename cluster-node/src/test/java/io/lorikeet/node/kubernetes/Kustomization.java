package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Builds a folder of manifests as {@code kustomize build} does, for machines that have none: as
 * much of it as k8s/ uses, and an error for what goes beyond. Generated objects have no suffix
 * here.
 */
final class Kustomization {

  private static final Set<String> KNOWN =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "configMapGenerator",
          "secretGenerator",
          "images",
          "patches",
          "replacements");
  private static final Set<String> WITHOUT_NAMESPACE = Set.of("Namespace");

  private final Path folder;
  private final JsonNode its;
  private final List<ObjectNode> objects = new ArrayList<>();

  static List<ObjectNode> build(Path folder) throws IOException {
    return new Kustomization(folder).objects;
  }

  private Kustomization(Path folder) throws IOException {
    this.folder = folder;
    this.its = Yaml.read(folder.resolve("kustomization.yaml")).get(0);
    its.fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw new IllegalStateException(folder + ": " + name + " is not known here");
              }
            });
    for (var resource : its.path("resources")) {
      var path = folder.resolve(resource.asText()).normalize();
      objects.addAll(Files.isDirectory(path) ? build(path) : Yaml.read(path));
    }
    for (var generator : its.path("configMapGenerator")) {
      generate("ConfigMap", generator);
    }
    for (var generator : its.path("secretGenerator")) {
      generate("Secret", generator);
    }
    for (var patch : its.path("patches")) {
      patch(patch);
    }
    its.path("images").forEach(this::image);
    if (its.has("namespace")) {
      objects.forEach(this::namespace);
    }
    its.path("replacements").forEach(this::replace);
  }

  private void generate(String kind, JsonNode generator) throws IOException {
    var object = Yaml.object();
    object.put("apiVersion", "v1").put("kind", kind);
    object.putObject("metadata").put("name", generator.path("name").asText());
    var data = object.putObject("data");
    for (var file : generator.path("files")) {
      data.put(file.asText(), encode(kind, Files.readString(folder.resolve(file.asText()))));
    }
    for (var file : generator.path("envs")) {
      for (var line : Files.readAllLines(folder.resolve(file.asText()))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          var equals = line.indexOf('=');
          data.put(line.substring(0, equals), encode(kind, line.substring(equals + 1)));
        }
      }
    }
    if (kind.equals("Secret")) {
      object.put("type", "Opaque");
    }
    objects.add(object);
  }

  private static String encode(String kind, String value) {
    return kind.equals("Secret") ? Base64.getEncoder().encodeToString(value.getBytes()) : value;
  }

  private void patch(JsonNode patch) throws IOException {
    var change = Yaml.read(folder.resolve(patch.path("path").asText())).get(0);
    change.remove("metadata");
    selected(patch.path("target")).forEach(object -> StrategicMerge.merge(object, change));
  }

  private List<ObjectNode> selected(JsonNode target) {
    var label = target.path("labelSelector").asText().split("=");
    return objects.stream()
        .filter(
            object ->
                object.path("kind").equals(target.path("kind"))
                    && object.at("/metadata/labels").path(label[0]).asText().equals(label[1]))
        .toList();
  }

  /** A part of one field goes where all objects of a target have another; made if there is none. */
  private void replace(JsonNode replacement) {
    var source = replacement.path("source");
    var text =
        objects.stream()
            .filter(object -> object.path("kind").equals(source.path("kind")))
            .filter(object -> object.at("/metadata/name").equals(source.path("name")))
            .map(object -> at(object, source.path("fieldPath").asText()).asText())
            .findFirst()
            .orElseThrow();
    var options = source.path("options");
    var part = text.split(options.path("delimiter").asText())[options.path("index").asInt()];
    for (var target : replacement.path("targets")) {
      for (var object : selected(target.path("select"))) {
        target.path("fieldPaths").forEach(path -> set(object, path.asText(), part));
      }
    }
  }

  private static void set(JsonNode object, String path, String text) {
    var last = path.lastIndexOf('.');
    ((ObjectNode) at(object, path.substring(0, last))).put(path.substring(last + 1), text);
  }

  /** What is at the end of a path; an element of a list that is not there is made. */
  private static JsonNode at(JsonNode object, String path) {
    var at = object;
    for (var step : path.split("\\.")) {
      at =
          step.startsWith("[name=")
              ? element((ArrayNode) at, step.substring(6, step.length() - 1))
              : at.path(step);
    }
    return at;
  }

  private static JsonNode element(ArrayNode list, String name) {
    for (var element : list) {
      if (element.path("name").asText().equals(name)) {
        return element;
      }
    }
    return list.addObject().put("name", name);
  }

  private void image(JsonNode image) {
    for (var object : objects) {
      for (var container : object.at("/spec/template/spec/containers")) {
        if (container.path("image").equals(image.path("name"))) {
          var name = image.path("newName").asText(image.path("name").asText());
          ((ObjectNode) container).put("image", name + ":" + image.path("newTag").asText());
        }
      }
    }
  }

  private void namespace(ObjectNode object) {
    if (WITHOUT_NAMESPACE.contains(object.path("kind").asText())) {
      return;
    }
    var namespace = its.path("namespace").asText();
    object.withObject("/metadata").put("namespace", namespace);
    for (var subject : object.path("subjects")) {
      ((ObjectNode) subject).put("namespace", namespace);
    }
  }
}
