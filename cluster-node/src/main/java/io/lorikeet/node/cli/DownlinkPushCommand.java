package io.lorikeet.node.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorikeet downlink push}. */
@Command(
    name = "push",
    description = "Puts a downlink into the queue of a device, which gets it after an uplink.")
final class DownlinkPushCommand implements Callable<Integer> {

  /** One of the three. */
  static final class Payload {

    @Option(names = "--hex", paramLabel = "HEX", required = true, description = "Payload, as hex.")
    Optional<String> hex = Optional.empty();

    @Option(
        names = "--base64",
        paramLabel = "BASE64",
        required = true,
        description = "Payload, as base64.")
    Optional<String> base64 = Optional.empty();

    @Option(
        names = "--text",
        paramLabel = "TEXT",
        required = true,
        description = "Payload, as text (UTF-8).")
    Optional<String> text = Optional.empty();

    /**
     * In base64.
     *
     * @throws IllegalArgumentException if what was given as hex is none
     */
    String raw() {
      return base64.orElseGet(
          () ->
              Base64.getEncoder()
                  .encodeToString(
                      hex.map(HexFormat.of()::parseHex)
                          .orElseGet(() -> text.orElseThrow().getBytes(StandardCharsets.UTF_8))));
    }
  }

  @Mixin DeviceArgument device;

  @Option(
      names = "--port",
      paramLabel = "FPORT",
      required = true,
      description = "1 to 223; what the device takes the payload for.")
  int port;

  @ArgGroup(exclusive = true, multiplicity = "1")
  Payload payload;

  @Option(names = "--confirmed", description = "The device is to acknowledge it.")
  boolean confirmed;

  @Option(
      names = "--schedule",
      paramLabel = "WHERE",
      defaultValue = "last",
      description = "first or last in the queue, or replace all of it (default: ${DEFAULT-VALUE}).")
  String schedule;

  @Option(
      names = "--expires-at",
      paramLabel = "TIME",
      description = "When it is not worth sending any more, such as 2030-01-31T12:00:00Z.")
  Optional<String> expiresAt;

  @Mixin ApiOptions api;

  @Override
  public Integer call() {
    var body = ApiClient.object().put("port", port).put("payload_raw", payloadRaw());
    body.put("confirmed", confirmed).put("schedule", schedule);
    expiresAt.ifPresent(time -> body.put("expires_at", time));
    var queued = api.client().post(device.path("downlinks"), body);
    api.output()
        .done(
            "Queued downlink " + Text.of(queued.path("downlink_id")) + " for " + device + ".",
            queued);
    return ExitCode.OK;
  }

  private String payloadRaw() {
    try {
      return payload.raw();
    } catch (IllegalArgumentException e) {
      throw api.wrong("--hex: expected pairs of hex digits, such as 01ff");
    }
  }
}
