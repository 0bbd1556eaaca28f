package io.lorikeet.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HugePagesTest {

  @TempDir private Path directory;

  private Path enabled(String choice) throws IOException {
    return Files.writeString(directory.resolve("enabled"), choice + "\n");
  }

  @Test
  void areAskedForWhereTheSystemGivesThemToWhoAsks() throws IOException {
    assertThat(HugePages.options(enabled("always [madvise] never")))
        .containsExactly("-XX:+UseTransparentHugePages");
  }

  @Test
  void areNotAskedForWhereThereAreNoneOrAllHaveThem() throws IOException {
    assertThat(HugePages.options(enabled("always madvise [never]"))).isEmpty();
    assertThat(HugePages.options(enabled("[always] madvise never"))).isEmpty();
    assertThat(HugePages.options(directory.resolve("absent"))).isEmpty();
  }
}
