package io.lorikeet.node.cli;

import io.lorikeet.node.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs a command as the launcher does, and keeps what it prints. */
final class Shell {

  record Result(int code, String out, String err) {}

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  Result run(String... words) {
    var code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Result(code, out(), err());
  }

  /** Runs a line, split at blanks, against an API with the key {@code secret}. */
  static Result run(FakeApi api, String line) {
    return new Shell().run((line + " --key secret --url " + api.url()).split(" "));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
