package io.lorikeet.protocol.crypto;

import io.lorikeet.protocol.key.Aes128Key;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-128, block by block (ECB), in place. Bouncy Castle and not the JDK: nearly every call has
 * another key, and then it takes half the time for the few blocks of a frame (0.4 against 0.8
 * microseconds for two).
 */
public final class Aes {

  static final int BLOCK = 16;

  private Aes() {}

  /** Encrypts whole blocks from {@code from} (inclusive) to {@code to} (exclusive). */
  public static void encrypt(Aes128Key key, byte[] data, int from, int to) {
    blocks(cipher(key, true), data, from, to);
  }

  /** Decrypts whole blocks from {@code from} (inclusive) to {@code to} (exclusive). */
  public static void decrypt(Aes128Key key, byte[] data, int from, int to) {
    blocks(cipher(key, false), data, from, to);
  }

  static BlockCipher encryptor(Aes128Key key) {
    return cipher(key, true);
  }

  private static BlockCipher cipher(Aes128Key key, boolean encrypt) {
    var engine = AESEngine.newInstance();
    engine.init(encrypt, new KeyParameter(key.toBytes()));
    return engine;
  }

  private static void blocks(BlockCipher engine, byte[] data, int from, int to) {
    if ((to - from) % BLOCK != 0) {
      throw new IllegalArgumentException(
          "AES: " + (to - from) + " bytes (expected: whole blocks of 16)");
    }
    for (int at = from; at < to; at += BLOCK) {
      engine.processBlock(data, at, data, at);
    }
  }
}
