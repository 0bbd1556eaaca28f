package io.lorikeet.gatewaybridge.semtech;

import io.lorikeet.protocol.Payload;
import java.util.Arrays;
import java.util.Optional;

/**
 * Base64 as forwarders write it: both alphabets (RFC 4648, sections 4 and 5), with or without
 * padding.
 */
final class Base64Text {

  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
    VALUES['-'] = VALUES['+'];
    VALUES['_'] = VALUES['/'];
  }

  private Base64Text() {}

  /** The bytes, or empty when the text is not base64. */
  static Optional<Payload> decode(char[] text, int from, int length) {
    int end = from + length;
    for (int i = 0; i < 2 && end > from && text[end - 1] == '='; i++) {
      end--;
    }
    int digits = end - from;
    if (digits % 4 == 1) {
      return Optional.empty();
    }
    var bytes = new byte[digits * 3 / 4];
    int bits = 0;
    int count = 0;
    for (int i = from; i < end; i++) {
      int value = text[i] < VALUES.length ? VALUES[text[i]] : -1;
      if (value < 0) {
        return Optional.empty();
      }
      bits = bits << 6 | value;
      if (((i - from) & 3) != 0) {
        // The second, third and fourth digit of a group each complete a byte.
        int spare = 6 - 2 * ((i - from) & 3);
        bytes[count++] = (byte) (bits >> spare);
      }
    }
    return Optional.of(Payload.of(bytes, 0, count));
  }
}
