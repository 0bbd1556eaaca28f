package io.lorikeet.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of one overlay of k8s/, usually with secrets that are made for the occasion. */
final class Manifests {

  static final Path FOLDER = Path.of("..", "k8s").toAbsolutePath().normalize();
  static final String KEY_ENCRYPTION_KEY = "00112233445566778899aabbccddeeff";
  static final String ADMIN_KEY = "admin-key-of-the-tests";

  static final String PLACEHOLDER = "to-be-replaced";

  private final Path folder;
  private final List<ObjectNode> objects;

  /**
   * An installation of the overlay.
   *
   * @param work an empty folder, in which a copy of k8s/ gets its secrets as an operator would make
   *     them
   */
  static Manifests of(String overlay, Path work) throws IOException {
    copy(FOLDER, work);
    var installation = work.resolve("installations").resolve(overlay);
    copy(FOLDER.resolve("examples").resolve(overlay), installation);
    try (Stream<Path> files = Files.list(installation)) {
      for (var file : files.filter(its -> its.toString().endsWith(".env")).toList()) {
        fillIn(file);
      }
    }
    return new Manifests(installation);
  }

  /** The example of an installation, as it stands in the repository: with placeholders. */
  static Manifests example(String overlay) throws IOException {
    return new Manifests(FOLDER.resolve("examples").resolve(overlay));
  }

  /** The overlay alone, as it stands in the repository: without secrets. */
  static Manifests bare(String overlay) throws IOException {
    return new Manifests(FOLDER.resolve("overlays").resolve(overlay));
  }

  /** All files but those that somebody's real installations have. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var path = from.relativize(file);
        if (!path.startsWith("installations")) {
          Files.createDirectories(to.resolve(path.toString()).getParent());
          Files.copy(file, to.resolve(path.toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static void fillIn(Path file) throws IOException {
    var filled =
        Files.readString(file)
            .replace(
                "KEY_ENCRYPTION_KEY=" + PLACEHOLDER, "KEY_ENCRYPTION_KEY=" + KEY_ENCRYPTION_KEY)
            .replace("ADMIN_KEY=" + PLACEHOLDER, "ADMIN_KEY=" + ADMIN_KEY)
            .replace("=" + PLACEHOLDER, "=secret-of-the-tests");
    Files.writeString(file, filled);
  }

  private Manifests(Path folder) throws IOException {
    this.folder = folder;
    this.objects = Kustomization.build(folder);
  }

  /** After a change of its files. */
  Manifests builtAgain() throws IOException {
    return new Manifests(folder);
  }

  /** Where {@code kustomize build} would be called. */
  Path folder() {
    return folder;
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
