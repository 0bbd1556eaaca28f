package io.lorikeet.node.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lorikeet help [COMMAND [COMMAND]]}. */
@Command(
    name = "help",
    helpCommand = true,
    description = "Lists the commands, or explains one, as: help device create")
public final class HelpCommand implements Callable<Integer> {

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command to explain.")
  List<String> names = List.of();

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    var explained = command.parent().commandLine();
    for (var name : names) {
      var next = explained.getSubcommands().get(name);
      if (next == null) {
        throw new ParameterException(
            explained, "There is no command '" + name + "' in " + explained.getCommandName());
      }
      explained = next;
    }
    explained.usage(command.commandLine().getOut());
    command.commandLine().getOut().flush();
    return CommandLine.ExitCode.OK;
  }
}
