package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  private static Config parsed(URL file) throws IOException {
    try (var text = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          text, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF));
    }
  }
}
