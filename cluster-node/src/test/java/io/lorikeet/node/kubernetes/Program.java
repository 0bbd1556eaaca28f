package io.lorikeet.node.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Other programs on this machine. */
final class Program {

  private Program() {}

  static Optional<Path> find(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * What the program prints.
   *
   * @throws IOException when it is not there, or fails
   */
  static String output(String... command) throws IOException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    // Else git would work on the repository that a hook runs these tests for.
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException(List.of(command) + " ended with " + code);
    }
    return output;
  }
}
