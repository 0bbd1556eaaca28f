package io.lorikeet.httpapi.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {

  private final SecureRandom random = new SecureRandom();

  @TempDir Path directory;

  private AdminKey load() throws IOException {
    return AdminKey.load(Optional.empty(), directory.resolve("data"), random);
  }

  private Path file() {
    return directory.resolve("data").resolve(AdminKey.FILE);
  }

  @Test
  void firstStartGeneratesAKeyAndKeepsItsHash() throws IOException {
    var key = load();

    var printed = key.toPrint().orElseThrow();
    assertThat(key.matches(printed)).isTrue();
    assertThat(Files.readString(file())).doesNotContain(printed).matches("[0-9a-f]{64}\n");
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(file().getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void secondStartKnowsTheKeyOfTheFirst() throws IOException {
    var printed = load().toPrint().orElseThrow();

    var second = load();

    assertThat(second.toPrint()).isEmpty();
    assertThat(second.matches(printed)).isTrue();
    assertThat(second.matches(printed + "x")).isFalse();
  }

  @Test
  void configuredKeyIsTakenAndNotKept() throws IOException {
    var key = AdminKey.load(Optional.of("of-the-operator"), directory, random);

    assertThat(key.matches("of-the-operator")).isTrue();
    assertThat(key.toPrint()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void blankConfigurationIsNone() throws IOException {
    assertThat(AdminKey.load(Optional.of(" "), directory, random).toPrint()).isPresent();
    assertThatThrownBy(() -> AdminKey.of(" ")).hasMessageContaining("blank");
  }

  @Test
  void damagedFileIsNotTakenForAKey() throws IOException {
    load();
    Files.writeString(file(), "not a hash");

    assertThatThrownBy(this::load)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file().toString())
        .hasMessageNotContaining("not a hash");
  }

  @Test
  void keyIsHidden() throws IOException {
    var key = load();

    assertThat(key.toString()).doesNotContain(key.toPrint().orElseThrow());
  }

  @Test
  void apiKeysAreLongAndDifferent() {
    var one = Secrets.apiKey(random);
    var other = Secrets.apiKey(random);

    assertThat(one).matches("lk_[0-9A-Za-z]{43}").isNotEqualTo(other);
    assertThat(Secrets.isApiKey(one)).isTrue();
    assertThat(Secrets.isApiKey(one.substring(1))).isFalse();
  }
}
