package io.lorikeet.persistence.key;

import io.lorikeet.protocol.key.Aes128Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Seals keys under the current key encryption key and opens what that one or an older one sealed. A
 * sealed key is the id of the key that sealed it (4 bytes) and the wrapped key (24 bytes).
 */
public final class KeyRing {

  static final int SEALED_SIZE = KeyEncryptionKey.ID_SIZE + Aes128Key.SIZE + 8;

  private final KeyEncryptionKey current;
  private final List<KeyEncryptionKey> all;

  /**
   * @param older keys of the past, for reading only
   */
  public KeyRing(KeyEncryptionKey current, List<KeyEncryptionKey> older) {
    this.current = current;
    all = Stream.concat(Stream.of(current), older.stream()).toList();
  }

  /** Of the key that seals; see {@link KeyEncryptionKey#name}. */
  public String sealing() {
    return current.name();
  }

  /** Of all keys whose seals it opens. */
  public List<String> opening() {
    return all.stream().map(KeyEncryptionKey::name).distinct().toList();
  }

  byte[] seal(Aes128Key key) {
    var wrapped = current.wrap(key.toBytes());
    var sealed = Arrays.copyOf(current.id(), SEALED_SIZE);
    System.arraycopy(wrapped, 0, sealed, KeyEncryptionKey.ID_SIZE, wrapped.length);
    return sealed;
  }

  /**
   * The opposite of {@link #seal}.
   *
   * @throws IllegalArgumentException when it was sealed under a key that is not here, or changed
   */
  Aes128Key open(byte[] sealed) {
    if (sealed.length != SEALED_SIZE) {
      throw new IllegalArgumentException(
          "sealed key: " + sealed.length + " bytes (expected: " + SEALED_SIZE + ")");
    }
    return Aes128Key.of(sealer(sealed).unwrap(content(sealed)));
  }

  /** The same for a text of any length: the id, and the wrapped text, padded. */
  byte[] sealText(String text) {
    var wrapped = current.wrapPadded(text.getBytes(StandardCharsets.UTF_8));
    var sealed = Arrays.copyOf(current.id(), KeyEncryptionKey.ID_SIZE + wrapped.length);
    System.arraycopy(wrapped, 0, sealed, KeyEncryptionKey.ID_SIZE, wrapped.length);
    return sealed;
  }

  /**
   * The opposite of {@link #sealText}.
   *
   * @throws IllegalArgumentException when it was sealed under a key that is not here, or changed
   */
  String openText(byte[] sealed) {
    return new String(sealer(sealed).unwrapPadded(content(sealed)), StandardCharsets.UTF_8);
  }

  private static byte[] content(byte[] sealed) {
    return Arrays.copyOfRange(sealed, KeyEncryptionKey.ID_SIZE, sealed.length);
  }

  /** The key under which it was sealed. */
  private KeyEncryptionKey sealer(byte[] sealed) {
    var id = Arrays.copyOf(sealed, KeyEncryptionKey.ID_SIZE);
    return all.stream()
        .filter(key -> Arrays.equals(key.id(), id))
        .findFirst()
        .orElseThrow(() -> unknown(id));
  }

  private IllegalArgumentException unknown(byte[] id) {
    return new IllegalArgumentException(
        "a key was sealed under the key encryption key %s, this node has %s"
            .formatted(
                HexFormat.of().formatHex(id),
                all.stream().map(KeyEncryptionKey::name).collect(Collectors.joining(", "))));
  }
}
