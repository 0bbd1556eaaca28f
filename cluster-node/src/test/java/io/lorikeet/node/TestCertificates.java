package io.lorikeet.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that signs certificates for nodes; made with the JDK's keytool. */
public final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private final Path folder;

  /** The authority's certificate is {@code ca.pem} in the folder. */
  public TestCertificates(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    keytool("-genkeypair", "-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c");
    Files.writeString(caFile(), keytool("-exportcert", "-rfc", "-alias", "ca"));
    keytool("-genkeypair", "-alias", "node", "-dname", "CN=lorikeet");
    var request = folder.resolve("node.csr");
    Files.writeString(request, keytool("-certreq", "-alias", "node"));
    Files.writeString(
        certificateFile(),
        keytool(
            "-gencert",
            "-rfc",
            "-alias",
            "ca",
            "-infile",
            request.toString(),
            "-ext",
            "eku=serverAuth,clientAuth",
            "-ext",
            "san=dns:lorikeet"));
    Files.writeString(keyFile(), key());
  }

  public Path caFile() {
    return folder.resolve("ca.pem");
  }

  public Path certificateFile() {
    return folder.resolve("node.pem");
  }

  public Path keyFile() {
    return folder.resolve("node.key");
  }

  /**
   * Of a client that trusts the authority.
   *
   * @param showing whether it has the node's certificate to show
   */
  public SSLContext client(boolean showing) throws IOException {
    try {
      var ca = KeyStore.getInstance("PKCS12");
      ca.load(null, null);
      ca.setCertificateEntry("ca", certificate(caFile()));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(ca);
      var own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      if (showing) {
        var chain = new Certificate[] {certificate(certificateFile())};
        own.setKeyEntry("node", privateKey(), PASSWORD.toCharArray(), chain);
      }
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
  }

  private Key privateKey() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD.toCharArray())
        .getKey("node", PASSWORD.toCharArray());
  }

  private String key() throws IOException {
    try {
      var key = privateKey().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String keytool(String command, String... options) throws IOException {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.add(command);
    line.addAll(List.of(options));
    line.addAll(List.of("-keystore", folder.resolve("keys.p12").toString()));
    line.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    if (command.equals("-genkeypair")) {
      line.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
    }
    var process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var output = new String(process.getInputStream().readAllBytes());
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(line + " failed: " + output);
    }
    return output;
  }
}
