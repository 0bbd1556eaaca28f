package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where there is a kubectl, it must build what the tests have built. */
class RealKustomizeTest {

  @TempDir private Path work;

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void kubectlBuildsTheSame(String overlay) throws IOException {
    var kubectl = onPath("kubectl");
    assumeTrue(kubectl.isPresent(), "no kubectl on this machine");
    var manifests = Manifests.of(overlay, work);

    var built = run(kubectl.get().toString(), "kustomize", manifests.folder().toString());

    assertThat(texts(Yaml.parse(withoutSuffixes(built, manifests))))
        .containsExactlyInAnyOrderElementsOf(texts(manifests.all()));
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String run(String... command) throws IOException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).isZero();
    return output;
  }

  /**
   * Names of generated objects end with a hash of their content, so that a change rolls the pods.
   */
  private static String withoutSuffixes(String yaml, Manifests manifests) {
    var text = yaml;
    for (var kind : List.of("ConfigMap", "Secret")) {
      for (var object : manifests.all(kind)) {
        var name = Manifests.name(object);
        text = text.replaceAll("\\b" + name + "-[0-9a-z]{10}\\b", name);
      }
    }
    return text;
  }

  private static List<String> texts(List<ObjectNode> objects) {
    return objects.stream().map(object -> sorted(object).toPrettyString()).toList();
  }

  /** Fields by name; elements that have names by these. */
  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      var sorted = Yaml.object();
      node.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(field -> sorted.set(field.getKey(), sorted(field.getValue())));
      return sorted;
    }
    if (node instanceof ArrayNode list) {
      var sorted = Yaml.object().arrayNode();
      StreamSupport.stream(list.spliterator(), false)
          .map(RealKustomizeTest::sorted)
          .sorted(Comparator.comparing(element -> element.path("name").asText()))
          .forEach(sorted::add);
      return sorted;
    }
    return node;
  }
}
