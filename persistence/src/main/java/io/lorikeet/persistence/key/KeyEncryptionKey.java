package io.lorikeet.persistence.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * An AES key that only ever encrypts other keys, by the key wrap of RFC 3394, and short secrets, by
 * that of RFC 5649.
 */
public final class KeyEncryptionKey {

  static final int ID_SIZE = 4;

  private final byte[] bytes;
  private final byte[] id;

  private KeyEncryptionKey(byte[] bytes) {
    this.bytes = bytes;
    id = Arrays.copyOf(sha256(bytes), ID_SIZE);
  }

  /** A key of 16, 24 or 32 bytes, copied. */
  public static KeyEncryptionKey of(byte[] bytes) {
    if (bytes.length != 16 && bytes.length != 24 && bytes.length != 32) {
      throw new IllegalArgumentException(
          "key encryption key: " + bytes.length + " bytes (expected: 16, 24 or 32)");
    }
    return new KeyEncryptionKey(bytes.clone());
  }

  /** Reads hex digits, either case; a failure does not repeat them. */
  public static KeyEncryptionKey parse(String hex) {
    var digits = hex.strip();
    if (digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("key encryption key: expected 32, 48 or 64 hex digits");
    }
    return of(HexFormat.of().parseHex(digits));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  /** The first four bytes of its SHA-256: tells keys apart and gives nothing away. */
  byte[] id() {
    return id.clone();
  }

  /** {@link #id} in hex, for messages. */
  public String name() {
    return HexFormat.of().formatHex(id);
  }

  /** Eight bytes longer than {@code plain}, whose length is a multiple of eight. */
  byte[] wrap(byte[] plain) {
    return engine(true).wrap(plain, 0, plain.length);
  }

  /**
   * The opposite of {@link #wrap}.
   *
   * @throws IllegalArgumentException when it was wrapped under another key, or changed
   */
  byte[] unwrap(byte[] wrapped) {
    try {
      return engine(false).unwrap(wrapped, 0, wrapped.length);
    } catch (InvalidCipherTextException e) {
      throw new IllegalArgumentException(
          "a sealed key does not open under the key encryption key " + name(), e);
    }
  }

  /** Of any length but none, by RFC 5649. */
  byte[] wrapPadded(byte[] plain) {
    return padding(true).wrap(plain, 0, plain.length);
  }

  /**
   * The opposite of {@link #wrapPadded}.
   *
   * @throws IllegalArgumentException when it was wrapped under another key, or changed
   */
  byte[] unwrapPadded(byte[] wrapped) {
    try {
      return padding(false).unwrap(wrapped, 0, wrapped.length);
    } catch (InvalidCipherTextException | RuntimeException e) {
      throw new IllegalArgumentException(
          "a sealed text does not open under the key encryption key " + name(), e);
    }
  }

  private RFC5649WrapEngine padding(boolean forWrapping) {
    var engine = new RFC5649WrapEngine(AESEngine.newInstance());
    engine.init(forWrapping, new KeyParameter(bytes));
    return engine;
  }

  private RFC3394WrapEngine engine(boolean forWrapping) {
    var engine = new RFC3394WrapEngine(AESEngine.newInstance());
    engine.init(forWrapping, new KeyParameter(bytes));
    return engine;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyEncryptionKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id);
  }

  @Override
  public String toString() {
    return "KeyEncryptionKey[" + name() + "]";
  }
}
