package io.lorikeet.node;

import io.lorikeet.node.backup.BackupCommand;
import io.lorikeet.node.backup.RestoreCommand;
import io.lorikeet.node.chaos.ChaosCommand;
import io.lorikeet.node.cli.ApplicationCommand;
import io.lorikeet.node.cli.DeviceCommand;
import io.lorikeet.node.cli.DownlinkCommand;
import io.lorikeet.node.cli.EventsCommand;
import io.lorikeet.node.cli.GatewayCommand;
import io.lorikeet.node.cli.HelpCommand;
import io.lorikeet.node.cli.MessagesCommand;
import io.lorikeet.node.cli.WebhookCommand;
import io.lorikeet.node.local.ClusterCommand;
import io.lorikeet.simulator.demo.SimulateCommand;
import io.lorikeet.simulator.load.LoadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code lorikeet}. */
@Command(
    name = "lorikeet",
    description = "A LoRaWAN network backend that runs as one self-healing cluster of actors.",
    subcommands = {
      DevCommand.class,
      NodeCommand.class,
      ClusterCommand.class,
      ApplicationCommand.class,
      DeviceCommand.class,
      GatewayCommand.class,
      DownlinkCommand.class,
      WebhookCommand.class,
      MessagesCommand.class,
      EventsCommand.class,
      SimulateCommand.class,
      LoadCommand.class,
      ChaosCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {

  /** Columns; enough for most descriptions to fit one line. */
  private static final int HELP_WIDTH = 100;

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** All commands, each of which answers with 0, 1 (it could not be done) or 2 (wrong usage). */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpWidth(HELP_WIDTH)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** A wrong option or an unreachable network is no crash: one line says what it was. */
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult result) {
    command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message(failure));
    return 1;
  }

  private static String message(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
