package io.lorikeet.simulator.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Watches one process during a run. */
final class ProcessMeter {

  private final String name;
  private final long pid;
  private final List<ProcessUsage> samples = new ArrayList<>();

  ProcessMeter(String name, long pid) {
    this.name = name;
    this.pid = pid;
  }

  String name() {
    return name;
  }

  /** The first call begins the measurement, the last one ends it. */
  synchronized void sample() {
    ProcessUsage.of(pid).ifPresent(samples::add);
  }

  /** Empty if the process was not there. */
  synchronized Optional<Double> cpuSeconds() {
    return samples.isEmpty()
        ? Optional.empty()
        : Optional.of(samples.get(samples.size() - 1).cpuSeconds() - samples.get(0).cpuSeconds());
  }

  /** The most memory it held at any sample. */
  synchronized long rssBytes() {
    return samples.stream().mapToLong(ProcessUsage::rssBytes).max().orElse(0);
  }
}
