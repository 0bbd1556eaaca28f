package io.lorikeet.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a node until it is told to stop, or stops by itself. */
final class NodeRunner {

  private static final Logger LOG = LoggerFactory.getLogger(NodeRunner.class);

  /** The exit code of a node that is to be started again. */
  static final int START_AGAIN = 3;

  private NodeRunner() {}

  /**
   * @param newAdminKey told the admin key if this start generates it
   * @param started told once the node serves
   * @return the exit code: 0 after an orderly stop, 1 when it did not start, 3 when it had to stop
   *     and should be started again
   */
  static int run(Config config, Consumer<String> newAdminKey, Consumer<Node> started) {
    Node node;
    try {
      node = Node.start(config, newAdminKey);
    } catch (IOException | RuntimeException e) {
      LOG.debug("start failed", e);
      System.err.println("lorikeet does not start: " + rootMessage(e));
      return 1;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(node::close, "lorikeet-shutdown"));
    started.accept(node);
    var cause = node.awaitTermination();
    node.close();
    if (cause.orderly()) {
      return 0;
    }
    System.err.println("lorikeet has stopped: " + cause.text());
    return START_AGAIN;
  }

  /** The innermost message tells what is wrong; those around it tell who noticed. */
  private static String rootMessage(Throwable failure) {
    if (failure instanceof ConfigException) {
      // It begins with all the files that were read; what is missing stands at the end.
      var text = failure.getMessage();
      return text.substring(text.lastIndexOf(": ") + 2);
    }
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    var own = failure.getMessage();
    var inner = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return own == null || own.contains(inner) ? (own == null ? inner : own) : own + ": " + inner;
  }
}
