package io.lorikeet.simulator.load;

import io.lorikeet.simulator.DurationConverter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say what is sent. */
final class TrafficOptions {

  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "Uplinks per second (default: ${DEFAULT-VALUE}).")
  double rate;

  @Option(
      names = "--devices",
      defaultValue = "10000",
      description = "How many devices send in turn (default: ${DEFAULT-VALUE}).")
  int devices;

  @Option(
      names = "--gateways",
      defaultValue = "10",
      description = "How many gateways there are (default: ${DEFAULT-VALUE}).")
  int gateways;

  @Option(
      names = "--copies",
      defaultValue = "3",
      description = "How many gateways hear each uplink (default: ${DEFAULT-VALUE}).")
  int copies;

  @Option(
      names = "--duration",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "How long it is measured (default: ${DEFAULT-VALUE}).")
  Duration duration;

  @Option(
      names = "--warmup",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "How long is sent before, without measuring (default: ${DEFAULT-VALUE}).")
  Duration warmup;

  @Option(
      names = "--drain",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description =
          "How long is waited at the end for what is missing (default: ${DEFAULT-VALUE}).")
  Duration drain;

  @Option(
      names = "--payload",
      defaultValue = "16",
      description = "Bytes of application data, 8 or more (default: ${DEFAULT-VALUE}).")
  int payload;

  @Option(
      names = "--confirmed",
      defaultValue = "0",
      description = "Share of uplinks that want an answer, 0 to 1 (default: ${DEFAULT-VALUE}).")
  double confirmed;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Which devices and which chances; 0 or more (default: ${DEFAULT-VALUE}).")
  long seed;

  /** The checked traffic. */
  Traffic traffic() {
    return new Traffic(shape(), rate, warmup, duration, drain);
  }

  /** One uplink of each device. */
  Traffic once() {
    var once = Duration.ofNanos((long) Math.ceil(devices * 1e9 / rate));
    return new Traffic(shape(), rate, Duration.ZERO, once, drain);
  }

  /** Downlinks, as long as uplinks would be sent. */
  Traffic downlinks(double perSecond) {
    return new Traffic(shape(), perSecond, warmup, duration, drain);
  }

  private Traffic.Shape shape() {
    return new Traffic.Shape(devices, gateways, copies, payload, confirmed, seed);
  }
}
