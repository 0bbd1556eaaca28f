package io.lorikeet.node.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Parameters;

/** The application that a command is about. */
final class ApplicationArgument {

  @Parameters(index = "0", paramLabel = "APP", description = "Id of the application.")
  String id;

  /** The path of the application, or of something in it. */
  ApiPath path(String... rest) {
    return ApiPath.of(
        Stream.concat(Stream.of("applications", id), Stream.of(rest)).toArray(String[]::new));
  }
}
