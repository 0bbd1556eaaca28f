package io.lorikeet.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.node.Main;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {

  static Stream<CommandSpec> commands() {
    return below(Main.commandLine());
  }

  private static Stream<CommandSpec> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .distinct()
        .flatMap(child -> Stream.concat(Stream.of(child.getCommandSpec()), below(child)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandAndEachOfItsOptionsIsDescribed(CommandSpec command) {
    assertThat(command.usageMessage().description()).as(command.qualifiedName()).isNotEmpty();
    assertThat(command.args())
        .as(command.qualifiedName())
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
  }

  @Test
  void theCommandsAreListedInTheOrderOfTheirUse() {
    var help = new Shell().run("help");

    assertThat(help.code()).isZero();
    assertThat(help.out())
        .containsSubsequence(
            "\n  dev ",
            "\n  node ",
            "\n  application ",
            "\n  device ",
            "\n  gateway ",
            "\n  downlink ",
            "\n  webhook ",
            "\n  messages ",
            "\n  events ",
            "\n  load ",
            "\n  help ");
  }

  @Test
  void helpExplainsACommandBelowAnother() {
    var help = new Shell().run("help", "device", "create");

    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith("Usage: lorikeet device create").contains("--join-eui");
  }

  @Test
  void helpOnAnUnknownCommandIsWrongUsage() {
    var help = new Shell().run("help", "device", "paint");

    assertThat(help.code()).isEqualTo(2);
    assertThat(help.err()).startsWith("There is no command 'paint' in device");
  }

  @Test
  void aNounAloneIsWrongUsageAndShowsItsCommands() {
    var result = new Shell().run("device");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("Missing required subcommand", "create", "delete");
  }
}
