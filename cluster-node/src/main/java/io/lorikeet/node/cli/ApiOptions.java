package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import picocli.CommandLine;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every client of the HTTP API takes: where it is, the key, and how to print. */
final class ApiOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:LORIKEET_URL:-http://127.0.0.1:8080}",
      description = "Where the HTTP API is (LORIKEET_URL; default: ${DEFAULT-VALUE}).")
  URI url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:LORIKEET_KEY:-}",
      showDefaultValue = Visibility.NEVER,
      description = "Admin key or API key. Others on this machine do not see it in LORIKEET_KEY.")
  String key;

  @Option(names = "--json", description = "Prints JSON instead of text.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  ApiClient client() {
    if (url.getHost() == null
        || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
      throw wrong("--url " + url + ": expected such as http://127.0.0.1:8080");
    }
    return new ApiClient(url, checkedKey());
  }

  /**
   * The key.
   *
   * @throws CommandFailed if there is none, or if it cannot be one
   */
  String checkedKey() {
    if (key.isBlank()) {
      throw CommandFailed.because(
          """
          no key. Set LORIKEET_KEY or give --key.
            The admin key is what the first start of ./lorikeet dev printed (or LORIKEET_ADMIN_KEY of the node);
            it makes further keys: ./lorikeet application key create APP""");
    }
    // Checked here because Java's HTTP client would show the key in its complaint.
    if (!key.strip().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw CommandFailed.because("the key has characters that no key has; is it copied whole?");
    }
    return key.strip();
  }

  Output output() {
    return new Output(command.commandLine().getOut(), command.commandLine().getErr(), json);
  }

  /** For what the options cannot say together. */
  ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Asks for one thing and prints it. */
  int show(ApiPath path) {
    output().thing(client().get(path));
    return CommandLine.ExitCode.OK;
  }

  /** Asks for all things of a kind and prints a table of them. */
  int list(ApiPath path, String kind, String ifEmpty, Column... columns) {
    output().list(client().all(path, kind), kind, ifEmpty, columns);
    return CommandLine.ExitCode.OK;
  }

  int create(ApiPath path, JsonNode body, String sentence) {
    output().done(sentence, client().post(path, body));
    return CommandLine.ExitCode.OK;
  }

  int delete(ApiPath path, String sentence) {
    output().done(sentence, client().delete(path));
    return CommandLine.ExitCode.OK;
  }
}
