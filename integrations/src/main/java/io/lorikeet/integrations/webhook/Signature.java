package io.lorikeet.integrations.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What proves to a webhook that a request is ours, and when it was made. */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /** {@code t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">}. */
  static String of(String secret, Instant at, byte[] body) {
    var seconds = Long.toString(at.getEpochSecond());
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
