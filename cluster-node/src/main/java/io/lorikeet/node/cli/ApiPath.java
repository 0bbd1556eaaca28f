package io.lorikeet.node.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a request is about.
 *
 * @param text what follows {@code /api/v1}
 */
record ApiPath(String text) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * A path of names, each checked: an empty one would turn a request about one thing into a request
   * about all of its kind.
   */
  static ApiPath of(String... names) {
    return new ApiPath(
        Arrays.stream(names).map(ApiPath::checked).collect(Collectors.joining("/", "/", "")));
  }

  ApiPath with(String parameter, String value) {
    var separator = text.contains("?") ? "&" : "?";
    return new ApiPath(
        text + separator + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw CommandFailed.because(
          "'" + Text.printable(name) + "' is no id (expected: letters, digits, - and _)");
    }
    return name;
  }
}
