package io.lorikeet.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON values as people read them. */
final class Text {

  private static final String NOTHING = "-";

  private Text() {}

  /** A value in one line; {@code -} when there is none. */
  static String of(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return NOTHING;
    }
    if (value.isArray()) {
      var items =
          StreamSupport.stream(value.spliterator(), false)
              .map(Text::of)
              .collect(Collectors.joining(", "));
      return items.isEmpty() ? NOTHING : items;
    }
    var text = printable(value.isContainerNode() ? value.toString() : value.asText());
    return text.isEmpty() ? NOTHING : text;
  }

  /** Base64 as hex. */
  static String hex(JsonNode base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64.asText());
      return bytes.length == 0 ? NOTHING : HexFormat.of().formatHex(bytes);
    } catch (IllegalArgumentException e) {
      return of(base64);
    }
  }

  /** Without what a terminal would take for an instruction. */
  static String printable(String text) {
    var clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return clean.toString();
  }
}
