package io.lorikeet.simulator.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process has used so far, as Linux tells it.
 *
 * @param cpuSeconds user and system
 * @param rssBytes memory it holds now
 */
record ProcessUsage(double cpuSeconds, long rssBytes) {

  /** The kernel counts in hundredths of a second here, whatever its own clock does. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final String RSS = "VmRSS:";

  /** Empty if there is no such process, or no {@code /proc}. */
  static Optional<ProcessUsage> of(long pid) {
    var process = Path.of("/proc", Long.toString(pid));
    try (Stream<String> status = Files.lines(process.resolve("status"))) {
      var stat = Files.readString(process.resolve("stat"));
      // The name of the program stands in parentheses and may contain anything.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double ticks =
          Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[SYSTEM_TIME]);
      long rss =
          status
              .filter(line -> line.startsWith(RSS))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
              .findFirst()
              .orElse(0);
      return Optional.of(new ProcessUsage(ticks / TICKS_PER_SECOND, rss));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
