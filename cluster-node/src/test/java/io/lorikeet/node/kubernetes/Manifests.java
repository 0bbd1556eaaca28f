package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of one overlay of k8s/, with secrets that are made for the occasion. */
final class Manifests {

  static final Path FOLDER = Path.of("..", "k8s").toAbsolutePath().normalize();
  static final String KEY_ENCRYPTION_KEY = "00112233445566778899aabbccddeeff";
  static final String ADMIN_KEY = "admin-key-of-the-tests";

  private static final String PLACEHOLDER = "to-be-replaced";

  private final Path overlay;
  private final List<ObjectNode> objects;

  /**
   * @param work an empty folder, in which a copy of k8s/ gets its secrets as an operator would make
   *     them
   */
  static Manifests of(String overlay, Path work) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        copy(file, work.resolve(FOLDER.relativize(file).toString()));
      }
    }
    return new Manifests(work.resolve("overlays").resolve(overlay));
  }

  private static void copy(Path file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    var name = file.getFileName().toString();
    if (name.endsWith(".env.example")) {
      var filled =
          Files.readString(file)
              .replace(
                  "KEY_ENCRYPTION_KEY=" + PLACEHOLDER, "KEY_ENCRYPTION_KEY=" + KEY_ENCRYPTION_KEY)
              .replace("ADMIN_KEY=" + PLACEHOLDER, "ADMIN_KEY=" + ADMIN_KEY);
      Files.writeString(to.resolveSibling(name.replace(".example", "")), filled);
      return;
    }
    if (!Files.exists(to)) {
      Files.copy(file, to);
    }
  }

  private Manifests(Path overlay) throws IOException {
    this.overlay = overlay;
    this.objects = Kustomization.build(overlay);
  }

  /** After a change of its files. */
  Manifests builtAgain() throws IOException {
    return new Manifests(overlay);
  }

  /** Where {@code kustomize build} would be called. */
  Path overlay() {
    return overlay;
  }

  List<ObjectNode> all() {
    return objects;
  }

  List<ObjectNode> all(String kind) {
    return objects.stream().filter(its -> its.path("kind").asText().equals(kind)).toList();
  }

  Optional<ObjectNode> find(String kind, String name) {
    return all(kind).stream().filter(its -> name(its).equals(name)).findFirst();
  }

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  String namespace() {
    return name(all("Namespace").get(0));
  }

  /** What runs pods. */
  List<ObjectNode> workloads() {
    return objects.stream().filter(its -> its.at("/spec/template/spec").isObject()).toList();
  }

  /** The sets of nodes: one for each part of the work. */
  List<NodeSet> nodeSets() {
    return all("Deployment").stream()
        .filter(its -> name(its).startsWith("lorikeet-"))
        .map(its -> new NodeSet(this, its))
        .toList();
  }
}
