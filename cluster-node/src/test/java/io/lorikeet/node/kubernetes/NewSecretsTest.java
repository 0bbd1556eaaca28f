package io.lorikeet.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code k8s/new-secrets}, in a repository that has nothing but k8s/. */
class NewSecretsTest {

  @TempDir private Path clone;

  @BeforeEach
  void cloneIt() throws IOException {
    Manifests.copy(Manifests.FOLDER, clone.resolve("k8s"));
    Files.copy(Manifests.FOLDER.resolveSibling(".gitignore"), clone.resolve(".gitignore"));
    git("init", "-q");
    git("add", "-A");
    git("config", "user.name", "test");
    git("config", "user.email", "test@localhost");
    git("config", "commit.gpgsign", "false");
    git("commit", "-q", "-m", "all");
  }

  private String git(String... command) throws IOException {
    var line = Stream.concat(Stream.of("git", "-C", clone.toString()), Stream.of(command));
    return Program.output(line.toArray(String[]::new));
  }

  private String newSecrets(String overlay) throws IOException {
    return Program.output("bash", clone.resolve("k8s").resolve("new-secrets").toString(), overlay);
  }

  private Path installation(String overlay) {
    return clone.resolve("k8s").resolve("installations").resolve(overlay);
  }

  private Map<String, String> secrets(String overlay) throws IOException {
    var values = new TreeMap<String, String>();
    for (var object : Kustomization.build(installation(overlay))) {
      if (object.path("kind").asText().equals("Secret")) {
        object
            .path("data")
            .properties()
            .forEach(
                its ->
                    values.put(
                        its.getKey(),
                        new String(Base64.getDecoder().decode(its.getValue().asText()))));
      }
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void putsARandomValueInThePlaceOfEachPlaceholder(String overlay) throws IOException {
    newSecrets(overlay);

    var secrets = secrets(overlay);
    assertThat(secrets).containsKeys("LORIKEET_KEY_ENCRYPTION_KEY", "LORIKEET_ADMIN_KEY");
    secrets.remove("username");
    assertThat(secrets.values()).allMatch(value -> value.matches("[0-9a-f]{64}"));
    assertThat(new HashSet<>(secrets.values())).hasSameSizeAs(secrets.keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void gitSeesNothingOfItAndNobodyElseReadsIt(String overlay) throws IOException {
    newSecrets(overlay);

    assertThat(git("status", "--porcelain")).isEmpty();
    try (Stream<Path> files = Files.list(installation(overlay))) {
      for (var file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void leavesAloneWhatIsThere() throws IOException {
    newSecrets("production");
    var before = secrets("production");
    Files.delete(installation("production").resolve("cassandra.env"));

    newSecrets("production");

    var after = secrets("production");
    assertThat(after.remove("password")).isNotEqualTo(before.remove("password"));
    assertThat(after).isEqualTo(before);
  }

  /** Where they were before; a store may be sealed with the key. */
  @Test
  void takesOverSecretsThatStandInTheOverlay() throws IOException {
    var earlier = clone.resolve("k8s/overlays/dev/secrets.env");
    Files.writeString(earlier, "LORIKEET_KEY_ENCRYPTION_KEY=aa\nLORIKEET_ADMIN_KEY=bb\n");

    newSecrets("dev");

    assertThat(secrets("dev"))
        .containsExactly(
            Map.entry("LORIKEET_ADMIN_KEY", "bb"), Map.entry("LORIKEET_KEY_ENCRYPTION_KEY", "aa"));
    assertThat(earlier).doesNotExist();
  }
}
