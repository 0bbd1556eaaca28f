package io.lorikeet.integrations.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lorikeet.integrations.mqtt.MqttSettings.Identity;
import io.lorikeet.integrations.mqtt.MqttSettings.Server;
import io.lorikeet.integrations.mqtt.MqttSettings.Tls;
import io.lorikeet.integrations.mqtt.MqttSettings.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys and certificates in {@code tls/} serve these tests only. */
class TlsTest {

  private static final Tls TLS =
      new Tls(
          Optional.of(file("ca.pem")),
          Optional.of(new Identity(file("node.pem"), file("node.key"))));

  @ParameterizedTest
  @EnumSource(Version.class)
  void showsItsCertificateToABrokerThatItTrusts(Version version) throws Exception {
    try (var broker = broker()) {
      var client = CompletableFuture.supplyAsync(() -> accept(broker));

      connect(version, broker.getLocalPort(), TLS);

      assertThat(client.get(20, TimeUnit.SECONDS)).isEqualTo("CN=localhost");
    }
  }

  @Test
  void doesNotTalkToABrokerThatItDoesNotTrust() throws Exception {
    try (var broker = broker()) {
      var client = CompletableFuture.supplyAsync(() -> accept(broker));

      connect(Version.V5, broker.getLocalPort(), new Tls(Optional.empty(), Optional.empty()));

      assertThatThrownBy(() -> client.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void namesTheFileThatHoldsNoKey() {
    var wrong =
        new Tls(Optional.empty(), Optional.of(new Identity(file("node.pem"), file("ca.pem"))));

    assertThatThrownBy(() -> TlsFiles.load(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ca.pem");
  }

  /** What the broker answers does not matter: it hangs up after the handshake. */
  private static void connect(Version version, int port, Tls tls) {
    var plain = MqttSettingsFixture.settings(version, port, Duration.ofSeconds(10));
    var settings =
        new MqttSettings(
            "test",
            new Server("localhost", port, version, Optional.of(tls)),
            plain.login(),
            plain.timing(),
            plain.qos(),
            plain.downlinks(),
            plain.forgetful());
    var connection =
        version == Version.V5
            ? new Mqtt5Connection(settings, "test", () -> {})
            : new Mqtt3Connection(settings, "test", () -> {});
    connection.connect();
  }

  /** Who the client says it is. */
  private static String accept(SSLServerSocket broker) {
    try (var socket = (SSLSocket) broker.accept()) {
      socket.startHandshake();
      return socket.getSession().getPeerPrincipal().getName();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLServerSocket broker() throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    context.init(
        TlsFiles.keys(TLS.identity().orElseThrow()).getKeyManagers(),
        TlsFiles.trust(TLS.trusted().orElseThrow()).getTrustManagers(),
        null);
    var socket =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    socket.setNeedClientAuth(true);
    return socket;
  }

  private static Path file(String name) {
    try {
      return Path.of(TlsTest.class.getResource("/tls/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
