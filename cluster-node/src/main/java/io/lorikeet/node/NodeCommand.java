package io.lorikeet.node;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lorikeet node}: what a container runs. */
@Command(
    name = "node",
    description = "Runs one node of a cluster, as its configuration and environment say.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

  @Option(
      names = "--until-input-ends",
      hidden = true,
      description = "Stops when standard input ends: with whoever started it.")
  private boolean untilInputEnds;

  @Override
  public Integer call() {
    if (untilInputEnds) {
      ParentWatch.start();
    }
    return NodeRunner.run(
        ConfigFactory.load(), key -> System.out.println("admin key: " + key), node -> {});
  }
}
