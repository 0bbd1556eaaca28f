package io.lorikeet.httpapi.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of frequency plans, as people write them and as they are kept. */
public final class FrequencyPlans {

  /** What {@link #parse} accepts. */
  public static final String EXPECTED = "EU_863_870, also written EU868";

  private static final String EU_863_870 = "EU_863_870";
  private static final Map<String, String> NAMES =
      Map.of("EU868", EU_863_870, EU_863_870, EU_863_870);

  private FrequencyPlans() {}

  /** The name that is kept, for either name in either case. */
  public static Optional<String> parse(String text) {
    return Optional.ofNullable(NAMES.get(text.toUpperCase(Locale.ROOT)));
  }
}
