package io.lorikeet.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lorikeet device}. */
@Command(
    name = "device",
    description = "Registers, lists, shows, changes and deletes devices.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      DeviceCreateCommand.class,
      DeviceCommand.ListAll.class,
      DeviceCommand.Show.class,
      DeviceUpdateCommand.class,
      DeviceCommand.Delete.class
    })
public final class DeviceCommand {

  @Command(name = "list", description = "Lists the devices of an application.")
  static final class ListAll implements Callable<Integer> {

    @Mixin ApplicationArgument application;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      var devices = DeviceKeys.hide(api.client().all(application.path("devices"), "devices"));
      api.output()
          .list(
              devices,
              "devices",
              "No device yet. Register one: ./lorikeet help device create",
              Column.of("DEVICE", "/dev_id"),
              Column.of("DEV_EUI", "/dev_eui"),
              Column.of("ACTIVATION", "/activation"),
              Column.of("DEV_ADDR", "/session/dev_addr"),
              Column.of("F_CNT_UP", "/session/f_cnt_up"),
              Column.of("LAST SEEN", "/last_seen"),
              Column.of("NAME", "/name"));
      return ExitCode.OK;
    }
  }

  @Command(name = "show", description = "Shows a device and its session.")
  static final class Show implements Callable<Integer> {

    @Mixin DeviceArgument device;

    @Option(names = "--keys", description = "Its keys too (needs the right devices:keys).")
    boolean keys;

    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      var shown = api.client().get(device.path());
      if (keys && !DeviceKeys.shownIn(shown)) {
        api.output().note("The API key in use lacks the right devices:keys, so no keys are shown.");
      }
      api.output().thing(keys ? shown : DeviceKeys.hide(shown));
      return ExitCode.OK;
    }
  }

  @Command(name = "delete", description = "Deletes a device with all that is known of it.")
  static final class Delete implements Callable<Integer> {

    @Mixin DeviceArgument device;
    @Mixin ApiOptions api;

    @Override
    public Integer call() {
      return api.delete(device.path(), "Deleted device " + device + ".");
    }
  }
}
