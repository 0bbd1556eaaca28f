package io.lorikeet.node;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A whole private network in this process, with a real Cassandra: it starts for the first test
 * class that has a parameter of type {@link Node}, and ends with the last. These classes mostly
 * wait for the windows of their devices, and so they run at the same time.
 */
final class SharedNode implements ParameterResolver {

  static final String ADMIN_KEY = "admin-key-of-the-tests";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Node.class;
  }

  @Override
  public Node resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedNode.class))
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .node();
  }

  /** Such a node for one test alone. */
  static Node startNode(Path data, Map<String, ?> settings) throws IOException {
    var config =
        ConfigFactory.parseMap(settings)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "lorikeet.node.data-directory",
                        data.toString(),
                        "lorikeet.node.admin-key",
                        ADMIN_KEY)))
            .withFallback(ConfigFactory.parseResources("test-node.conf"))
            .withFallback(ConfigFactory.parseResources("local.conf"))
            .withFallback(ConfigFactory.parseResources("application.conf"));
    return Node.start(ConfigFactory.load(config), key -> {});
  }

  private record Running(Node node, Path data) implements AutoCloseable {

    static Running start() {
      try {
        var data = Files.createTempDirectory("lorikeet-tests");
        return new Running(startNode(data, Map.of()), data);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      node.close();
      try (var files = Files.walk(data)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
