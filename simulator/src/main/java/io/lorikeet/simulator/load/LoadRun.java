package io.lorikeet.simulator.load;

import io.lorikeet.protocol.region.Region;
import io.lorikeet.simulator.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One open-loop run: every uplink is sent when it is due, and its latency counts from then, so that
 * a slow network cannot slow down what it is measured with.
 */
final class LoadRun {

  /** What a network in Europe usually has beside the default channels. */
  private static final List<Long> ADDED_CHANNELS =
      List.of(867_100_000L, 867_300_000L, 867_500_000L, 867_700_000L, 867_900_000L);

  private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final EventLoop loop;
  private final Traffic traffic;
  private final int run;
  private final List<LoadDevice> devices;
  private final List<ProcessMeter> meters;
  private final LoadGateways gateways;
  private final List<Long> channels = new ArrayList<>();
  private final SplittableRandom random;
  private final Deliveries deliveries;
  private final int[] lateness;
  private final CompletableFuture<Void> allSent = new CompletableFuture<>();
  private long started;
  private int sent;
  private long lastNanos;

  /**
   * @param run a number that no run before had
   */
  LoadRun(
      EventLoop loop,
      Traffic traffic,
      int run,
      List<LoadDevice> devices,
      LoadGateways gateways,
      List<ProcessMeter> meters) {
    this.loop = loop;
    this.traffic = traffic;
    this.run = run;
    this.devices = devices;
    this.gateways = gateways;
    this.meters = meters;
    this.random = new SplittableRandom(traffic.shape().seed());
    this.deliveries = new Deliveries(traffic.warmupUplinks(), traffic.uplinks());
    this.lateness = new int[traffic.uplinks()];
    channels.addAll(Region.EU868.defaultChannels());
    channels.addAll(ADDED_CHANNELS);
  }

  /** Takes the payload of an uplink as an application got it. */
  void onPayload(byte[] payload) {
    Tag.of(payload)
        .filter(tag -> tag.run() == run)
        .ifPresent(
            tag ->
                deliveries.delivered(
                    tag.number(), loop.now() - started - traffic.dueNanos(tag.number())));
  }

  /**
   * Sends everything and waits for it.
   *
   * @param everySecond called on the loop with the number of uplinks sent so far
   */
  LoadReport run(Consumer<Integer> everySecond) throws InterruptedException {
    started = loop.now() + LEAD_NANOS;
    loop.at(started, this::sendNext);
    loop.at(started + traffic.warmup().toNanos(), () -> measure(everySecond));
    try {
      allSent.get();
      deliveries.complete().get(traffic.drain().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // What is still missing counts as lost.
      return report();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return report();
  }

  private void measure(Consumer<Integer> everySecond) {
    meters.forEach(ProcessMeter::sample);
    everySecond.accept(sent);
    if (!allSent.isDone()) {
      loop.at(loop.now() + TimeUnit.SECONDS.toNanos(1), () -> measure(everySecond));
    }
  }

  private void sendNext() {
    int number = sent;
    long now = loop.now();
    lateness[number] =
        (int) Math.min(Integer.MAX_VALUE, (now - started - traffic.dueNanos(number)) / 1000);
    send(number, now);
    sent++;
    if (sent == traffic.uplinks()) {
      lastNanos = loop.now();
      allSent.complete(null);
      return;
    }
    loop.at(started + traffic.dueNanos(sent), this::sendNext);
  }

  private void send(int number, long now) {
    var shape = traffic.shape();
    boolean confirmed = shape.confirmed() > 0 && random.nextDouble() < shape.confirmed();
    var payload = new Tag(run, number).payload(shape.payloadBytes());
    var phy = devices.get(number % devices.size()).uplink(payload, confirmed);
    long channel = channels.get(number % channels.size());
    gateways.receive(number, now, channel, phy);
  }

  private LoadReport report() {
    meters.forEach(ProcessMeter::sample);
    int warmup = traffic.warmupUplinks();
    var late = Arrays.copyOfRange(lateness, warmup, lateness.length);
    double seconds = (lastNanos - started - traffic.dueNanos(warmup)) / 1e9 + 1 / traffic.rate();
    return new LoadReport(
        traffic,
        new LoadReport.Counts(
            traffic.measuredUplinks(), deliveries.measured(), deliveries.duplicated()),
        traffic.measuredUplinks() / seconds,
        deliveries.latencies(),
        Percentiles.of(late),
        gateways.counters(),
        meters);
  }
}
