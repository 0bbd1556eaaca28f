package io.lorikeet.protocol.region;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An edition of the regional parameters, from old to new. */
public enum Revision {
  TS001_1_0("TS001-1.0"),
  TS001_1_0_1("TS001-1.0.1"),
  RP001_1_0_2A("RP001-1.0.2A"),
  RP001_1_0_2B("RP001-1.0.2B"),
  RP001_1_0_3A("RP001-1.0.3A"),
  RP001_1_1A("RP001-1.1A"),
  RP001_1_1B("RP001-1.1B"),
  RP002_1_0_0("RP002-1.0.0"),
  RP002_1_0_1("RP002-1.0.1"),
  RP002_1_0_2("RP002-1.0.2"),
  RP002_1_0_3("RP002-1.0.3"),
  RP002_1_0_4("RP002-1.0.4");

  /** What is taken where nobody says another one. */
  public static final Revision DEFAULT = RP002_1_0_4;

  private static final Pattern NAME =
      Pattern.compile(
          "(?:(RP001|RP002|TS001|PHY)[-_ ]?)?V?(\\d[._]\\d(?:[._]\\d)?)[-_ ]?(?:REV[-_ ]?)?([AB])?");

  private static final Map<String, Revision> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(Revision::toString, Function.identity()));

  /** Without a document and a letter, the version is that of LoRaWAN that first had them. */
  private static final Map<String, Revision> BY_VERSION =
      Map.of(
          "1.0", TS001_1_0,
          "1.0.0", TS001_1_0,
          "1.0.1", TS001_1_0_1,
          "1.0.2", RP001_1_0_2B,
          "1.0.3", RP001_1_0_3A,
          "1.0.4", RP002_1_0_4,
          "1.1", RP001_1_1B,
          "1.1.0", RP001_1_1B);

  private final String text;

  Revision(String text) {
    this.text = text;
  }

  /**
   * Reads {@code RP002-1.0.3} and {@code RP001-1.0.2B}, also written {@code RP001-1.0.2-B}, {@code
   * RP001_V1_0_2_REV_B}, {@code 1.0.2B} or {@code 1.0.2}, in either case; empty for anything else.
   */
  public static Optional<Revision> parse(String text) {
    var match = NAME.matcher(text.trim().toUpperCase(Locale.ROOT));
    if (!match.matches()) {
      return Optional.empty();
    }
    var document = Optional.ofNullable(match.group(1)).filter(name -> !name.equals("PHY"));
    var version = match.group(2).replace('_', '.');
    var letter = Optional.ofNullable(match.group(3));
    if (letter.isEmpty() && (document.isEmpty() || document.get().equals("RP001"))) {
      return Optional.ofNullable(BY_VERSION.get(version))
          .filter(found -> document.isEmpty() || found.text.startsWith("RP001"));
    }
    // 1.1.0 is 1.1, and the same for 1.0.0 before it had regional parameters of its own.
    var plain = document.equals(Optional.of("RP002")) ? version : version.replaceAll("\\.0$", "");
    var full = plain.length() == 1 ? version : plain;
    return Optional.ofNullable(
        BY_NAME.get(document.orElse("RP001") + "-" + full + letter.orElse("")));
  }

  /** Whether this is {@code other} or newer. */
  public boolean since(Revision other) {
    return compareTo(other) >= 0;
  }

  /** As in {@code RP002-1.0.3}. */
  @Override
  public String toString() {
    return text;
  }
}
