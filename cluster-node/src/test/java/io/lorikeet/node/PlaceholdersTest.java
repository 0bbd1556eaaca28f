package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {

  private static Config node(String more) {
    return ConfigFactory.load(
        ConfigFactory.parseString("lorikeet.cluster.forming = alone\n" + more)
            .withFallback(ConfigFactory.parseResources("application.conf")));
  }

  @Test
  void aNodeSaysWhichSecretsAreMissingAndHowToMakeThem() {
    var config =
        node(
            """
            lorikeet.node.admin-key = to-be-replaced
            lorikeet.persistence.key-encryption-key = "to-be-replaced "
            """);

    assertThatThrownBy(() -> NodeSettings.from(config))
        .hasMessageStartingWith("LORIKEET_ADMIN_KEY, LORIKEET_KEY_ENCRYPTION_KEY (or ")
        .hasMessageContaining("placeholder")
        .hasMessageContaining("k8s/new-secrets");
  }

  @Test
  void noSecretAndARealOneAreFine() {
    assertThatCode(() -> NodeSettings.from(node(""))).doesNotThrowAnyException();
    assertThatCode(() -> NodeSettings.from(node("lorikeet.node.admin-key = replaced")))
        .doesNotThrowAnyException();
  }
}
