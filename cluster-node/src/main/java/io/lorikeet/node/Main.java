package io.lorikeet.node;

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
      LoadCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain).execute(args));
  }

  /** A wrong option or an unreachable network is no crash: one line says what it was. */
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult result) {
    command.getErr().println("lorikeet " + command.getCommandName() + ": " + message(failure));
    return 1;
  }

  private static String message(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
