package io.lorikeet.httpapi.message;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a reader of a log stands: in each partition the next position to read. As text it is the
 * cursor of the API.
 */
record Positions(List<Long> next) {

  private static final String PREFIX = "p";
  private static final String SEPARATOR = ".";

  /** Positions have at most 18 digits, which a long holds. */
  private static final Pattern TEXT = Pattern.compile("p[0-9]{1,18}(?:\\.[0-9]{1,18})*");

  Positions {
    next = List.copyOf(next);
  }

  static Positions start(int partitions) {
    return new Positions(Collections.nCopies(partitions, 1L));
  }

  /** Empty unless it is a cursor for so many partitions. */
  static Optional<Positions> parse(String text, int partitions) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    var next =
        Arrays.stream(text.substring(PREFIX.length()).split(Pattern.quote(SEPARATOR)))
            .map(Long::valueOf)
            .toList();
    return next.size() == partitions ? Optional.of(new Positions(next)) : Optional.empty();
  }

  @Override
  public String toString() {
    return next.stream().map(String::valueOf).collect(Collectors.joining(SEPARATOR, PREFIX, ""));
  }
}
