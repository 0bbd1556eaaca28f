package io.lorikeet.persistence.cassandra;

import java.util.ArrayList;
import java.util.List;

/**
 * Ctrl-C, and the end of a terminal, reach all processes of the terminal at once. A child that
 * others need until they have stopped in order must not hear it: it is stopped by its parent.
 */
public final class TerminalSignals {

  private TerminalSignals() {}

  /** The same command, deaf to both: Java leaves a signal alone that it finds ignored. */
  public static List<String> unheardBy(List<String> command) {
    var shielded =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "lorikeet"));
    shielded.addAll(command);
    return shielded;
  }
}
