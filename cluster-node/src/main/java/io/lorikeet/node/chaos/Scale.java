package io.lorikeet.node.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * How large a run is.
 *
 * @param rate uplinks per second
 * @param killing how long nodes are killed, again and again
 * @param halt how long a process is halted, and the store slow
 * @param brokerAway how long there is no MQTT broker
 * @param storeAway how long there is no store
 * @param partition how long a node cannot be reached
 * @param lasting the store lives long enough to be worth optimising; nodes never do
 */
record Scale(
    int devices,
    double rate,
    Duration warmup,
    Duration killing,
    Duration halt,
    Duration brokerAway,
    Duration storeAway,
    Duration partition,
    boolean lasting) {

  /** The same with what is chosen otherwise. */
  Scale with(
      Optional<Integer> otherDevices, Optional<Double> otherRate, Optional<Duration> otherKilling) {
    return new Scale(
        otherDevices.orElse(devices),
        otherRate.orElse(rate),
        warmup,
        otherKilling.orElse(killing),
        halt,
        brokerAway,
        storeAway,
        partition,
        lasting);
  }

  /** The same with so few devices that they are served while processes start beside them. */
  Scale smallest() {
    return new Scale(
        30, 5, Duration.ofSeconds(4), killing, halt, brokerAway, storeAway, partition, lasting);
  }

  /** As the figures of the operator guide are meant. */
  static Scale full() {
    return new Scale(
        2_000,
        200,
        Duration.ofSeconds(90),
        Duration.ofMinutes(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        true);
  }

  /** {@code --short}. */
  static Scale brief() {
    return new Scale(
        300,
        50,
        Duration.ofSeconds(60),
        Duration.ofSeconds(40),
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        false);
  }
}
