package io.lorikeet.node;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lorikeet node}: what a container runs. */
@Command(
    name = "node",
    description = "Runs one node of a cluster, as its configuration and environment say.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    return NodeRunner.run(
        ConfigFactory.load(), key -> System.out.println("admin key: " + key), node -> {});
  }
}
