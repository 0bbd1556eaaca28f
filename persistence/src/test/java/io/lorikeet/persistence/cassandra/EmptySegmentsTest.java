package io.lorikeet.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptySegmentsTest {

  private static final int SIZE = 200_000;

  @TempDir private Path directory;

  private Path segment(String name, int nonZeroAt) throws IOException {
    var bytes = new byte[SIZE];
    if (nonZeroAt >= 0) {
      bytes[nonZeroAt] = 7;
    }
    var commitLog = Files.createDirectories(directory.resolve("commitlog"));
    return Files.write(commitLog.resolve(name), bytes);
  }

  @Test
  void aSegmentOfZerosIsDeletedAndNoOther() throws IOException {
    var empty = segment("CommitLog-7-1.log", -1);
    var withHeader = segment("CommitLog-7-2.log", 3);
    var withoutHeader = segment("CommitLog-7-3.log", SIZE - 1);
    var something = segment("CommitLog-7-1_cdc.idx", -1);

    EmptySegments.deleteFrom(directory);

    assertThat(empty).doesNotExist();
    assertThat(withHeader).exists();
    assertThat(withoutHeader).exists();
    assertThat(something).exists();
  }

  @Test
  void beforeTheFirstStartThereIsNothingToDelete() {
    assertThatCode(() -> EmptySegments.deleteFrom(directory)).doesNotThrowAnyException();
  }
}
