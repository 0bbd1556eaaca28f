package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real one, as kubectl has it or by itself.
 *
 * @param build the command to which the folder is added
 */
record Kustomize(List<String> build) {

  /** Where the profile "kubectl" of this module's pom puts one. */
  private static final Path BROUGHT = Path.of("target", "kubectl", "kubectl", "kubectl");

  private static final String NONE =
      "there is no kubectl and no kustomize on the PATH to build k8s/ with: install one, or have Maven"
          + " bring a kubectl for Linux (-Pkubectl)";

  /**
   * Where there is none the test is skipped; but it fails where nobody would see that: with CI=true
   * in the environment.
   */
  static Kustomize onThisMachine() {
    var all =
        Stream.of(
                Program.find("kubectl").map(its -> command(its, "kustomize")),
                Program.find("kustomize").map(its -> command(its, "build")),
                Optional.of(BROUGHT.toAbsolutePath())
                    .filter(Files::isExecutable)
                    .map(its -> command(its, "kustomize")))
            .flatMap(Optional::stream)
            .toList();
    return among(all, "true".equals(System.getenv("CI")));
  }

  private static Kustomize command(Path program, String verb) {
    return new Kustomize(List.of(program.toString(), verb));
  }

  static Kustomize among(List<Kustomize> all, boolean required) {
    if (all.isEmpty()) {
      return required ? fail(NONE) : abort(NONE);
    }
    return all.get(0);
  }

  /** YAML. */
  String build(Path folder) throws IOException {
    var line = new ArrayList<>(build);
    line.add(folder.toString());
    return Program.output(line.toArray(String[]::new));
  }
}
