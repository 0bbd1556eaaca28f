package io.lorikeet.node.chaos;

import io.lorikeet.simulator.DurationConverter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lorikeet chaos}: kills, halts and parts nodes under load and says what held. */
@Command(
    name = "chaos",
    description = {
      "Lets faults happen to a cluster of three under load, and fails if anything is lost or counted"
          + " twice.",
      "It judges by what simulated devices, gateways and a subscriber see, not by what nodes say."
          + " An uplink counts as received when a gateway got a PUSH_ACK for it from a node that did"
          + " not stop serving within the next 15 s."
    },
    mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {

  private static final int SEEDS = 1_000_000;

  @Option(names = "--seed", description = "Of all chances; printed, and any if there is none.")
  private Long seed;

  @Option(
      names = "--short",
      description = "300 devices, 50 uplinks/s and two kills, instead of 2,000, 200/s and 5 min.")
  private boolean brief;

  @Option(
      names = "--only",
      split = ",",
      description = "These faults only: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> only;

  @Option(
      names = "--data",
      description =
          "Where the cluster keeps data and logs; a new or empty directory. Without it a temporary"
              + " one, which is removed if all held.")
  private Path data;

  @Option(
      names = "--previous",
      description =
          "A checkout of the previous version, built: for the fault 'mixed', which is not run"
              + " without it.")
  private Path previous;

  @Option(names = "--devices", description = "Other than the usual number.")
  private Integer devices;

  @Option(names = "--rate", description = "Uplinks/s, other than usual.")
  private Double rate;

  @Option(
      names = "--killing",
      converter = DurationConverter.class,
      description = "How long nodes are killed, again and again, as 60s or 5m.")
  private Duration killing;

  /** Of all faults. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Faults.all(Scale.full(), Optional.empty()).stream().map(Fault::name).iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    var scale = scale();
    var faults = chosen(scale);
    var used = Optional.ofNullable(seed).orElseGet(() -> (long) new SecureRandom().nextInt(SEEDS));
    var directory = directory();
    System.out.printf("seed %d, data in %s%n", used, directory);
    var verdicts = new ChaosRun(scale, faults, ChaosCommand::say).run(directory, used);
    System.out.printf("%n%s%n", VerdictTable.of(verdicts));
    boolean held = verdicts.stream().allMatch(Verdict::holds);
    if (held && data == null) {
      remove(directory);
    }
    boolean allRun = faults.stream().allMatch(fault -> fault.impossible().isEmpty());
    System.out.println(
        held
            ? "All %sheld (seed %d).".formatted(allRun ? "" : "that was run ", used)
            : "Not all held (seed %d); logs in %s".formatted(used, directory));
    return held ? 0 : 1;
  }

  private Scale scale() {
    var usual = brief ? Scale.brief() : Scale.full();
    return usual.with(
        Optional.ofNullable(devices), Optional.ofNullable(rate), Optional.ofNullable(killing));
  }

  private List<Fault> chosen(Scale scale) {
    var all = Faults.all(scale, Optional.ofNullable(previous).map(Path::toAbsolutePath));
    if (only == null) {
      return all;
    }
    var names = all.stream().map(Fault::name).toList();
    for (var name : only) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "--only " + name + " (expected: " + String.join(", ", names) + ")");
      }
    }
    return all.stream().filter(fault -> only.contains(fault.name())).toList();
  }

  private Path directory() throws IOException {
    if (data == null) {
      return Files.createTempDirectory("lorikeet-chaos");
    }
    Files.createDirectories(data);
    try (var files = Files.list(data)) {
      if (files.findAny().isPresent()) {
        throw new IllegalArgumentException("--data " + data + " (expected: an empty directory)");
      }
    }
    return data;
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void say(String line) {
    System.out.println(
        line.isEmpty() ? "" : LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }
}
