package io.lorikeet.simulator;

import io.lorikeet.simulator.client.ApiException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** Turns what can be expected to go wrong into one line for the user. */
public final class CommandFailures {

  /** The exit code of a command that could not do its work. */
  public static final int FAILED = 2;

  private CommandFailures() {}

  /** The command's own exit code, or {@link #FAILED} after a line on the error stream. */
  public static int explained(CommandSpec spec, Callable<Integer> command) throws Exception {
    try {
      return command.call();
    } catch (IllegalArgumentException
        | IllegalStateException
        | UncheckedIOException
        | ApiException e) {
      var err = spec.commandLine().getErr();
      err.println(spec.name() + ": " + e.getMessage());
      err.flush();
      return FAILED;
    }
  }
}
