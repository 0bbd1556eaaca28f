package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** What kustomize itself makes of k8s/: what the other tests have built, and valid. */
class RealKustomizeTest {

  @TempDir private Path work;

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void kustomizeBuildsTheSame(String overlay) throws IOException {
    var manifests = Manifests.of(overlay, work);

    var built = Kustomize.onThisMachine().build(manifests.folder());

    assertThat(texts(Yaml.parse(withoutSuffixes(built, manifests))))
        .containsExactlyInAnyOrderElementsOf(texts(manifests.all()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void whatKustomizeBuildsFitsTheSchemas(String overlay) throws IOException {
    var kustomize = Kustomize.onThisMachine();
    assertThatAllFit(kustomize.build(Manifests.of(overlay, work).folder()));
  }

  /** Nothing has been made there yet. */
  @ParameterizedTest
  @ValueSource(
      strings = {"overlays/dev", "overlays/production", "examples/dev", "examples/production"})
  void aFreshCloneBuildsAndFitsTheSchemas(String folder) throws IOException {
    var kustomize = Kustomize.onThisMachine();
    Manifests.copy(Manifests.FOLDER, work);
    for (var overlay : List.of("dev", "production")) {
      Files.deleteIfExists(work.resolve("overlays").resolve(overlay).resolve("secrets.env"));
      Files.deleteIfExists(work.resolve("overlays").resolve(overlay).resolve("cassandra.env"));
    }
    assertThatAllFit(kustomize.build(work.resolve(folder)));
  }

  private static void assertThatAllFit(String built) throws IOException {
    var objects = Yaml.parse(built);
    assertThat(objects).isNotEmpty();
    for (var object : objects) {
      assertThat(KubernetesSchema.objection(object)).as("%s", object).isEmpty();
    }
  }

  @Test
  void whereThereIsNoneOnlyABuildThatNobodyLooksAtFails() {
    assertThatThrownBy(() -> Kustomize.among(List.of(), true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Pkubectl");
    assertThatThrownBy(() -> Kustomize.among(List.of(), false))
        .isInstanceOf(TestAbortedException.class);
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
