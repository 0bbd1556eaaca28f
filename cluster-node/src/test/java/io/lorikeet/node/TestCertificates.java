package io.lorikeet.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority that signs certificates for nodes; made with the JDK's keytool. */
final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private final Path folder;

  /** The authority's certificate is {@code ca.pem} in the folder. */
  TestCertificates(Path folder) throws IOException {
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

  Path caFile() {
    return folder.resolve("ca.pem");
  }

  Path certificateFile() {
    return folder.resolve("node.pem");
  }

  Path keyFile() {
    return folder.resolve("node.key");
  }

  private String key() throws IOException {
    try {
      var store = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
      var key = store.getKey("node", PASSWORD.toCharArray()).getEncoded();
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
