package io.lorikeet.httpapi.web;

import java.util.Optional;
import java.util.regex.Pattern;

/** The names that people give to applications, devices, gateways and webhooks. */
public final class Ids {

  public static final String EXPECTED =
      "2 to 36 of a-z, 0-9, - and _, where - and _ stand alone between the others";

  private static final int MAX_LENGTH = 36;
  private static final Pattern ID = Pattern.compile("[a-z0-9](?:[-_]?[a-z0-9]){1,35}");
  private static final Pattern PATH_PARAMETER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9._-]{1,253}:[0-9]{1,5}");

  private Ids() {}

  /** The text when it is a name. */
  public static Optional<String> parse(String text) {
    return text.length() <= MAX_LENGTH && ID.matcher(text).matches()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** Whether a part of a path can be the name of anything: names, and the ids that we give. */
  static boolean isPathParameter(String text) {
    return PATH_PARAMETER.matcher(text).matches();
  }

  /** Whether a part of a path can be the address of a node: host:port. */
  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }
}
