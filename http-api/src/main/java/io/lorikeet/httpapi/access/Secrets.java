package io.lorikeet.httpapi.access;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** New keys and ids, from a source of randomness that is given. */
public final class Secrets {

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final int KEY_BYTES = 32;

  /** Digits that 32 bytes take in base 62. */
  private static final int KEY_DIGITS = 43;

  private static final int ID_BYTES = 8;

  private static final String API_KEY_PREFIX = "lk_";
  private static final Pattern API_KEY =
      Pattern.compile(API_KEY_PREFIX + "[0-9A-Za-z]{" + KEY_DIGITS + "}");

  private Secrets() {}

  /** A key of an application: {@code lk_} and 256 random bits. */
  public static String apiKey(SecureRandom random) {
    return API_KEY_PREFIX + digits(random);
  }

  public static String adminKey(SecureRandom random) {
    return "lk_admin_" + digits(random);
  }

  /** Whether a text has the form of a key of an application. */
  static boolean isApiKey(String text) {
    return API_KEY.matcher(text).matches();
  }

  /** A name for something that has none: 16 hex digits. */
  public static String id(SecureRandom random) {
    return HexFormat.of().formatHex(bytes(random, ID_BYTES));
  }

  private static String digits(SecureRandom random) {
    var rest = new BigInteger(1, bytes(random, KEY_BYTES));
    var base = BigInteger.valueOf(DIGITS.length());
    var text = new StringBuilder();
    for (var i = 0; i < KEY_DIGITS; i++) {
      var parts = rest.divideAndRemainder(base);
      text.append(DIGITS.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return text.toString();
  }

  private static byte[] bytes(SecureRandom random, int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
