package io.lorikeet.simulator.demo;

import io.lorikeet.simulator.CommandFailures;
import io.lorikeet.simulator.DurationConverter;
import io.lorikeet.simulator.TargetOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lorikeet simulate}: gateways and devices against a running network. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description =
        "Runs gateways and LoRaWAN devices of class A against a network, until it is stopped."
            + " What they are is kept, so that the next start goes on with the same devices.")
public final class SimulateCommand implements Callable<Integer> {

  private static final long REPORT_SECONDS = 10;

  @Mixin TargetOptions target;

  @Option(
      names = "--application",
      defaultValue = "simulation",
      description = "Application of the devices (default: ${DEFAULT-VALUE}).")
  String application;

  @Option(
      names = "--gateways",
      defaultValue = "3",
      description = "How many gateways (default: ${DEFAULT-VALUE}).")
  int gateways;

  @Option(
      names = "--devices",
      defaultValue = "20",
      description = "How many devices that join (default: ${DEFAULT-VALUE}).")
  int devices;

  @Option(
      names = "--abp-devices",
      defaultValue = "0",
      description = "How many devices with a session from the start (default: ${DEFAULT-VALUE}).")
  int abpDevices;

  @Option(
      names = "--interval",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "Mean time between uplinks of a device (default: ${DEFAULT-VALUE}).")
  Duration interval;

  @Option(
      names = "--confirmed",
      defaultValue = "0.1",
      description = "Share of uplinks that want an answer, 0 to 1 (default: ${DEFAULT-VALUE}).")
  double confirmed;

  @Option(
      names = "--duration",
      converter = DurationConverter.class,
      description = "How long; without it until it is stopped.")
  Optional<Duration> duration;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of all chances (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--state",
      defaultValue = "data/simulate-state.json",
      description = "Where devices and counters are kept (default: ${DEFAULT-VALUE}).")
  Path state;

  @Spec CommandSpec spec;

  private final CountDownLatch stopped = new CountDownLatch(1);

  /** 0, 1 if the network did what it must never do, 2 if the simulation could not run. */
  @Override
  public Integer call() throws Exception {
    return CommandFailures.explained(spec, this::simulate);
  }

  private int simulate() throws InterruptedException {
    var simulation = Simulation.start(settings());
    var hook = new Thread(() -> stop(simulation), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    long left = duration.map(Duration::toSeconds).orElse(Long.MAX_VALUE);
    while (left > 0 && !stopped.await(Math.min(left, REPORT_SECONDS), TimeUnit.SECONDS)) {
      left -= REPORT_SECONDS;
      report(simulation.counts());
    }
    if (stopped.getCount() > 0) {
      Runtime.getRuntime().removeShutdownHook(hook);
      stop(simulation);
    }
    return simulation.counts().violations() == 0 ? 0 : 1;
  }

  private SimulationSettings settings() {
    return new SimulationSettings(
        target.server(),
        target.apiUrl(),
        target.key(),
        application,
        state,
        new SimulationSettings.Population(gateways, devices, abpDevices),
        new SimulationSettings.Habits(
            interval.dividedBy(2), interval.multipliedBy(3).dividedBy(2), confirmed, seed));
  }

  private void stop(Simulation simulation) {
    simulation.close();
    stopped.countDown();
  }

  private void report(SimulationCounts counts) {
    var out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "%,d joins, %,d uplinks (%,d acknowledged, %,d given up), %,d downlinks, %,d violations",
            counts.joins(),
            counts.uplinks(),
            counts.acknowledged(),
            counts.givenUp(),
            counts.downlinks(),
            counts.violations()));
    out.flush();
  }
}
