package io.lorikeet.node.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lorikeet downlink}. */
@Command(
    name = "downlink",
    description = "Queues, lists and clears what is to be sent to a device.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      DownlinkPushCommand.class,
      DownlinkCommand.ListAll.class,
      DownlinkCommand.Clear.class
    })
public final class DownlinkCommand {

  private static final String DOWNLINKS = "downlinks";

  @Command(name = "list", description = "Lists the queue of a device, next downlink first.")
  static final class ListAll implements Callable<Integer> {

    @Mixin DeviceArgument device;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.list(
          device.path(DOWNLINKS),
          DOWNLINKS,
          "Nothing is queued for " + device + ".",
          Column.of("DOWNLINK", "/downlink_id"),
          Column.of("STATE", "/state"),
          Column.of("PORT", "/port"),
          Column.of("CONFIRMED", "/confirmed"),
          Column.of("ATTEMPTS", "/attempts"),
          Column.of("EXPIRES", "/expires_at"),
          new Column("PAYLOAD", downlink -> Text.hex(downlink.path("payload_raw"))));
    }
  }

  @Command(name = "clear", description = "Empties the queue of a device, or takes one out of it.")
  static final class Clear implements Callable<Integer> {

    @Mixin DeviceArgument device;

    @Parameters(
        index = "2",
        arity = "0..1",
        paramLabel = "DOWNLINK",
        description = "Id of the only one to take out.")
    Optional<String> downlinkId;

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return downlinkId
          .map(
              id ->
                  api.delete(
                      device.path(DOWNLINKS, id),
                      "Downlink %s is out of the queue of %s.".formatted(id, device)))
          .orElseGet(
              () -> api.delete(device.path(DOWNLINKS), "The queue of " + device + " is empty."));
    }
  }
}
