package io.lorikeet.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lorikeet.actors.Role;
import java.util.Map;
import java.util.Set;

/** What a node would make of an environment that is not this process's. */
public final class NodeEnvironment {

  private final Config config;
  private final NodeSettings settings;

  /**
   * @param environment all there is of it
   * @param file what {@code config.file} would name: HOCON
   */
  public NodeEnvironment(Map<String, String> environment, String file) {
    var unresolved =
        ConfigFactory.parseString(file)
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .withFallback(ConfigFactory.systemProperties());
    var options =
        ConfigResolveOptions.defaults()
            .setUseSystemEnvironment(false)
            .appendResolver(new Variables(environment));
    var resolved = unresolved.resolve(options);
    this.settings = NodeSettings.from(resolved);
    this.config = ClusterConfig.complete(resolved, settings.cluster());
  }

  /** The whole of it, as the actor system would have it. */
  public Config config() {
    return config;
  }

  public Set<Role> roles() {
    return settings.cluster().roles();
  }

  private record Variables(Map<String, String> environment) implements ConfigResolver {

    @Override
    public ConfigValue lookup(String path) {
      return environment.containsKey(path)
          ? ConfigValueFactory.fromAnyRef(environment.get(path), "environment")
          : null;
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return fallback;
    }
  }
}
