package io.lorikeet.node.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What Kubernetes mounts at /var/run/secrets/kubernetes.io/serviceaccount, and the certificate of
 * the API that goes with it.
 */
final class ServiceAccountFiles {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final String token = UUID.randomUUID().toString();

  ServiceAccountFiles(Path folder, String namespace) throws IOException {
    this.folder = Files.createDirectories(folder);
    keytool(
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-validity",
        "2",
        "-dname",
        "CN=kubernetes",
        "-ext",
        "san=ip:127.0.0.1",
        "-ext",
        "bc:c");
    keytool("-exportcert", "-rfc", "-file", ca().toString());
    Files.writeString(token(), token);
    Files.writeString(namespace(), namespace);
  }

  Path ca() {
    return folder.resolve("ca.crt");
  }

  Path token() {
    return folder.resolve("token");
  }

  Path namespace() {
    return folder.resolve("namespace");
  }

  String tokenText() {
    return token;
  }

  /** For the server. */
  SSLContext tls() throws IOException {
    try (InputStream file = Files.newInputStream(keyStore())) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(file, PASSWORD);
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path keyStore() {
    return folder.resolve("api.p12");
  }

  private void keytool(String... options) throws IOException {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(options));
    line.addAll(
        List.of(
            "-alias",
            "api",
            "-keystore",
            keyStore().toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD)));
    var process = new ProcessBuilder(line).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(line + " failed: " + output);
    }
  }
}
