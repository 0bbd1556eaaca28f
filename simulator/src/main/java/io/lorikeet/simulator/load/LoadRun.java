package io.lorikeet.simulator.load;

import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.forwarder.Air;
import io.lorikeet.simulator.forwarder.ConcentratorClock;
import io.lorikeet.simulator.forwarder.GatewayCounters;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import io.lorikeet.simulator.forwarder.Reception;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One open-loop run: every uplink is sent when it is due, and its latency counts from then, so that
 * a slow network cannot slow down what it is measured with.
 */
final class LoadRun {

  /** A locally administered EUI, so that it is nobody's. */
  /** What a network in Europe usually has beside the default channels. */
  private static final List<Integer> ADDED_CHANNELS =
      List.of(867_100_000, 867_300_000, 867_500_000, 867_700_000, 867_900_000);

  private static final long GATEWAY_BASE = 0x02a0_00ff_0000_0000L;

  private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long HELLO_SECONDS = 10;
  private static final float RSSI = -80;
  private static final float SNR = 9;
  private static final LoRa SF7 = LoRa.of(7, 125_000);

  private final EventLoop loop;
  private final Traffic traffic;
  private final int run;
  private final List<LoadDevice> devices;
  private final List<ProcessMeter> meters;
  private final List<SimulatedGateway> gateways = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();
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
      List<ProcessMeter> meters) {
    this.loop = loop;
    this.traffic = traffic;
    this.run = run;
    this.devices = devices;
    this.meters = meters;
    this.random = new SplittableRandom(traffic.shape().seed());
    this.deliveries = new Deliveries(traffic.warmupUplinks(), traffic.uplinks());
    this.lateness = new int[traffic.uplinks()];
    Region.EU868.defaultChannels().forEach(hz -> channels.add(Math.toIntExact(hz)));
    channels.addAll(ADDED_CHANNELS);
  }

  /** The gateways a run with this many has. */
  static List<GatewayEui> gatewayEuis(int count) {
    var euis = new ArrayList<GatewayEui>();
    for (int i = 0; i < count; i++) {
      euis.add(new GatewayEui(GATEWAY_BASE + i));
    }
    return List.copyOf(euis);
  }

  /** Connects the gateways and waits until the network has answered all of them. */
  void connect(List<InetSocketAddress> servers) throws InterruptedException {
    for (var eui : gatewayEuis(traffic.shape().gateways())) {
      var server = servers.get(gateways.size() % servers.size());
      var clock = new ConcentratorClock(random.nextLong(1L << 32), random.nextDouble(-5, 5));
      var settings = GatewaySettings.of(eui, server).withClock(clock);
      gateways.add(SimulatedGateway.start(loop, settings, Air.empty()));
    }
    var answered = new CompletableFuture<Void>();
    loop.execute(() -> completeWhenAnswered(answered));
    try {
      answered.get(HELLO_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(
          "Not all gateways are answered at "
              + servers.stream()
                  .map(its -> "udp://" + its.getHostString() + ":" + its.getPort())
                  .collect(Collectors.joining(", ")),
          e);
    }
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

  void stop() {
    gateways.forEach(SimulatedGateway::stop);
  }

  private void completeWhenAnswered(CompletableFuture<Void> answered) {
    if (gateways.stream().allMatch(gateway -> gateway.counters().pullAcks() > 0)) {
      answered.complete(null);
      return;
    }
    loop.at(loop.now() + TimeUnit.MILLISECONDS.toNanos(20), () -> completeWhenAnswered(answered));
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
    int channel = channels.get(number % channels.size());
    int nearest = random.nextInt(gateways.size());
    for (int copy = 0; copy < shape.copies(); copy++) {
      var heard = new Reception(now, channel, SF7, RSSI - 5 * copy, SNR - 2 * copy, phy);
      gateways.get((nearest + copy) % gateways.size()).receive(heard);
    }
  }

  private LoadReport report() {
    meters.forEach(ProcessMeter::sample);
    var network = gateways.stream().map(SimulatedGateway::counters).toList();
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
        network.stream().reduce(GatewayCounters.NONE, GatewayCounters::plus),
        meters);
  }
}
