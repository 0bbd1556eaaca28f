package io.lorikeet.persistence.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  private final SecureRandom random = new SecureRandom();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("data").resolve("kek");
  }

  @Test
  void the_key_is_made_once_for_its_owner_alone() throws IOException {
    var made = KeyFile.readOrCreate(file, random);

    assertThat(KeyFile.readOrCreate(file, random)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.getParent()).isDirectoryContaining(file::equals);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_file_that_others_can_read_is_refused() throws IOException {
    KeyFile.readOrCreate(file, random);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> KeyFile.readOrCreate(file, random))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void a_file_with_something_else_in_it_is_refused_without_repeating_it() throws IOException {
    KeyFile.readOrCreate(file, random);
    Files.writeString(file, "something");

    assertThatThrownBy(() -> KeyFile.readOrCreate(file, random))
        .hasMessageNotContaining("something");
  }
}
