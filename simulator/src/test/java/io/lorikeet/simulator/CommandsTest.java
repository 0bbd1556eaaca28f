package io.lorikeet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.simulator.demo.SimulateCommand;
import io.lorikeet.simulator.load.LoadCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {

  @TempDir Path data;

  private final FakeApi api = new FakeApi();
  private final FakeNetwork network = new FakeNetwork(heard -> {});
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    network.close();
    api.close();
  }

  @Test
  void simulateRunsAsLongAsItIsTold() {
    int code =
        run(
            new SimulateCommand(),
            "--duration=1s",
            "--interval=100ms",
            "--devices=1",
            "--abp-devices=1",
            "--key=" + FakeApi.ADMIN_KEY,
            "--api-url=" + api.url(),
            "--udp-port=" + network.address().getPort(),
            "--state=" + data.resolve("state.json"));

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString()).contains("uplinks").contains("0 violations");
  }

  @Test
  void aWrongKeyIsOneLine() {
    int code = run(new LoadCommand(), "--key=unknown", "--api-url=" + api.url(), "--data=" + data);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).startsWith("load: POST http://127.0.0.1:").hasLineCount(1);
    assertThat(err.toString()).contains("401").doesNotContain("unknown");
  }

  @Test
  void aMissingApiIsOneLine() {
    var url = api.url();
    api.close();
    int code = run(new LoadCommand(), "--key=any", "--api-url=" + url, "--data=" + data);

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("does not answer").hasLineCount(1);
  }

  private int run(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }
}
