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
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
