package io.lorikeet.integrations.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import io.lorikeet.integrations.mqtt.MqttSettings.Identity;
import io.lorikeet.integrations.mqtt.MqttSettings.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** Reads what TLS needs from PEM files. */
final class TlsFiles {

  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";

  private TlsFiles() {}

  /**
   * @throws IllegalArgumentException when a file cannot be read; the message names it
   */
  static MqttClientSslConfig load(Tls tls) {
    var config = MqttClientSslConfig.builder();
    tls.trusted().ifPresent(file -> config.trustManagerFactory(trust(file)));
    tls.identity().ifPresent(identity -> config.keyManagerFactory(keys(identity)));
    return config.build();
  }

  static TrustManagerFactory trust(Path file) {
    try {
      var store = emptyStore();
      var index = 0;
      for (var certificate : certificates(file)) {
        store.setCertificateEntry("ca" + index++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust;
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable(file, e);
    }
  }

  static KeyManagerFactory keys(Identity identity) {
    try {
      var store = emptyStore();
      var chain = certificates(identity.certificates()).toArray(Certificate[]::new);
      var noPassword = new char[0];
      store.setKeyEntry("node", privateKey(identity.key()), noPassword, chain);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, noPassword);
      return keys;
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable(identity.certificates(), e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (var in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException {
    var pem = Files.readString(file, StandardCharsets.US_ASCII);
    var begin = pem.indexOf(KEY_BEGIN);
    var end = pem.indexOf(KEY_END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          file + ": no private key (expected: PEM, PKCS #8, not encrypted)");
    }
    var der = Base64.getMimeDecoder().decode(pem.substring(begin + KEY_BEGIN.length(), end));
    for (var algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException e) {
        continue;
      }
    }
    throw new IllegalArgumentException(file + ": private key (expected: RSA, EC or Ed25519)");
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static IllegalArgumentException unreadable(Path file, Exception cause) {
    return new IllegalArgumentException(file + ": cannot be used for TLS", cause);
  }
}
