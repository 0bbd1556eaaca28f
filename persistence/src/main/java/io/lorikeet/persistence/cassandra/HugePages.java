package io.lorikeet.persistence.cassandra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of Java in pages of 2 MiB, where Linux gives them to who asks. A virtual machine looks
 * each address up twice, and with pages of 4 KiB that takes some hundredths of all processor time.
 */
public final class HugePages {

  private static final Path ENABLED = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private HugePages() {}

  /** Options for a Java process; none where it could not have them and would only complain. */
  public static List<String> options() {
    return options(ENABLED);
  }

  static List<String> options(Path enabled) {
    try {
      return Files.isReadable(enabled) && Files.readString(enabled).contains("[madvise]")
          ? List.of("-XX:+UseTransparentHugePages")
          : List.of();
    } catch (IOException e) {
      return List.of(); // a system that does not say it: without
    }
  }
}
