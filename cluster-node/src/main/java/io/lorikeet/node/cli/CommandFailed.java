package io.lorikeet.node.cli;

/** A command could not do its work; the message tells a person why, and what helps. */
final class CommandFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final boolean passing;

  private CommandFailed(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  static CommandFailed because(String message) {
    return new CommandFailed(message, false);
  }

  /** The same request may succeed later, as when a node starts again. */
  static CommandFailed forNow(String message) {
    return new CommandFailed(message, true);
  }

  boolean passing() {
    return passing;
  }
}
