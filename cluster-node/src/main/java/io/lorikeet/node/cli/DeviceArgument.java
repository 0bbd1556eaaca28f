package io.lorikeet.node.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Parameters;

/** The device that a command is about. */
final class DeviceArgument {

  @Parameters(index = "0", paramLabel = "APP", description = "Id of its application.")
  String applicationId;

  @Parameters(index = "1", paramLabel = "DEVICE", description = "Id of the device.")
  String id;

  /** The path of the device, or of something of it. */
  ApiPath path(String... rest) {
    return ApiPath.of(
        Stream.concat(Stream.of("applications", applicationId, "devices", id), Stream.of(rest))
            .toArray(String[]::new));
  }

  @Override
  public String toString() {
    return applicationId + "/" + id;
  }
}
