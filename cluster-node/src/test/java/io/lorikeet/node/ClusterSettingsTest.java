package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.Role;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {

  private static Config config(String text) {
    return ConfigFactory.load(
        ConfigFactory.parseString(text)
            .withFallback(ConfigFactory.parseResources("application.conf")));
  }

  private static ClusterSettings settings(String text) {
    return ClusterSettings.from(config(text));
  }

  private static Config complete(String text) {
    return ClusterConfig.complete(config(text), settings(text));
  }

  @Test
  void aNodeDoesEverythingUnlessToldOtherwise() {
    assertThat(settings("lorikeet.cluster.forming = alone").roles())
        .containsExactlyInAnyOrder(Role.values());
    assertThat(settings("lorikeet { cluster.forming = alone, roles = \"api, handler\" }").roles())
        .containsExactlyInAnyOrder(Role.API, Role.HANDLER);
    assertThat(settings("lorikeet { cluster.forming = alone, roles = [api] }").roles())
        .containsExactly(Role.API);
  }

  @Test
  void anUnknownRoleIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> settings("lorikeet { cluster.forming = alone, roles = king }"))
        .hasMessageContaining("role: king")
        .hasMessageContaining("network-server");
  }

  @Test
  void moreThanHalfOfTheContactPointsFoundACluster() {
    var text = "lorikeet.cluster.contact-points = \"a:1, b:2,c:3\"";

    assertThat(settings(text).required()).isEqualTo(2);
    var discovery = "akka.management.cluster.bootstrap.contact-point-discovery.";
    var complete = complete(text);
    assertThat(complete.getInt(discovery + "required-contact-point-nr")).isEqualTo(2);
    assertThat(complete.getConfigList("akka.discovery.config.services.lorikeet.endpoints"))
        .extracting(its -> its.getString("host") + its.getInt("port"))
        .containsExactly("a1", "b2", "c3");
  }

  @Test
  void aNodeThatHasNobodyToAskIsRefused() {
    assertThatThrownBy(() -> settings("")).hasMessageContaining("LORIKEET_CONTACT_POINTS");
    assertThatThrownBy(() -> settings("lorikeet.cluster.contact-points = \"here\""))
        .hasMessageContaining("expected: host:port");
  }

  @Test
  void podsAreFoundByTheirLabel() {
    var complete = complete("lorikeet.cluster.forming = kubernetes");

    assertThat(complete.getString("akka.discovery.method")).isEqualTo(FoundNodes.METHOD);
    assertThat(complete.getString("akka.discovery.kubernetes-api.pod-label-selector"))
        .isEqualTo("app.kubernetes.io/name=lorikeet");
  }

  @Test
  void tlsNeedsItsFiles() {
    assertThatThrownBy(() -> settings("lorikeet.cluster { forming = alone, tls.enabled = on }"))
        .hasMessageContaining("key-file");
    var complete =
        complete(
            """
            lorikeet.cluster {
              forming = alone
              tls { enabled = on, ca-file = a, certificate-file = b, key-file = c }
            }
            """);
    assertThat(complete.getString("akka.remote.artery.transport")).isEqualTo("tls-tcp");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(config("").getString("akka.cluster.app-version")).matches("[0-9]+\\..*");
  }
}
