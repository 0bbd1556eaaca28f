package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  /** Set by no library: what they do set is for store.conf, cluster.conf and tuning.conf. */
  private static final List<String> OURS_TOO =
      List.of(
          "akka.actor.serialization-bindings.\"io.lorikeet.actors.CborSerializable\"",
          "akka.serialization.jackson.jackson-cbor.compression.algorithm");

  /** Of two reference.conf with the same key the first on the class path wins: chance. */
  @Test
  void noReferenceConfOfOursSetsWhatALibrarySets() throws IOException {
    var ours = 0;
    for (var file : Collections.list(getClass().getClassLoader().getResources("reference.conf"))) {
      var content = parsed(file);
      if (content.hasPath("lorikeet")) {
        ours++;
        assertThat(content.withoutPath("lorikeet").resolve().entrySet())
            .as(file.toString())
            .extracting(Map.Entry::getKey)
            .isSubsetOf(OURS_TOO);
      }
    }
    assertThat(ours).isGreaterThan(1);
  }

  @Test
  void whatANodeSetsOfItsStoreIsInForce() {
    var set = ConfigFactory.parseResources("store.conf").resolve();
    var inForce = ConfigFactory.load("application");
    assertThat(set.entrySet())
        .isNotEmpty()
        .allSatisfy(
            entry ->
                assertThat(inForce.getValue(entry.getKey()).unwrapped())
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().unwrapped()));
  }

  /** A file that sets a key again must name the key's variable again, too. */
  @ParameterizedTest
  @CsvSource({
    "application.conf, ''",
    "local-node.conf, LORIKEET_FORMING",
    "local-cluster-node.conf, LORIKEET_FORMING LORIKEET_PERSISTENCE_MODE",
  })
  void everyVariableIsInForceWhateverFileTheNodeIsStartedWith(String file, String fixed)
      throws IOException {
    var names = variables();
    assertThat(names).contains("LORIKEET_ACTIVE_ENTITIES", "LORIKEET_GROUP_WRITES");
    names.removeAll(List.of(fixed.split(" ")));
    var environment =
        ConfigFactory.parseMap(
            names.stream().collect(Collectors.toMap(name -> name, name -> "from " + name)));

    var inForce =
        ConfigFactory.parseResources(file)
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .withFallback(environment)
            .withFallback(ConfigFactory.systemProperties())
            .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false));

    var values =
        inForce.entrySet().stream()
            .filter(entry -> !names.contains(entry.getKey()))
            .map(entry -> entry.getValue().unwrapped())
            .collect(Collectors.toSet());
    assertThat(values).containsAll(environment.root().unwrapped().values());
  }

  /** Those in the configuration files of all modules. */
  private static Set<String> variables() throws IOException {
    var reference = Pattern.compile("\\$\\{\\?(LORIKEET_[A-Z_]+)}");
    var loader = ConfigurationTest.class.getClassLoader();
    var names = new TreeSet<String>();
    for (var name : List.of("reference.conf", "store.conf", "cluster.conf", "tuning.conf")) {
      for (var file : Collections.list(loader.getResources(name))) {
        try (var content = file.openStream()) {
          reference
              .matcher(new String(content.readAllBytes(), StandardCharsets.UTF_8))
              .results()
              .forEach(found -> names.add(found.group(1)));
        }
      }
    }
    return names;
  }

  private static Config parsed(URL file) throws IOException {
    try (var text = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
    }
  }
}
