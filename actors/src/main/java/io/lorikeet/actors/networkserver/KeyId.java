package io.lorikeet.actors.networkserver;

import io.lorikeet.protocol.key.Aes128Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a key without telling it: keys are random, 128 bits, so that nobody finds one by its
 * SHA-256.
 */
public final class KeyId {

  private KeyId() {}

  /**
   * @param use what the key is for: the same key in another use has another name
   * @return 64 hex digits
   */
  public static String of(String use, Aes128Key key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(use.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return HexFormat.of().formatHex(digest.digest(key.toBytes()));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
