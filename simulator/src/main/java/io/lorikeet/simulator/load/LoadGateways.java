package io.lorikeet.simulator.load;

import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.forwarder.Air;
import io.lorikeet.simulator.forwarder.ConcentratorClock;
import io.lorikeet.simulator.forwarder.GatewayCounters;
import io.lorikeet.simulator.forwarder.GatewayObserver;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import io.lorikeet.simulator.forwarder.Reception;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** The gateways of a load run, of which some hear each uplink. */
final class LoadGateways {

  /** A locally administered EUI, so that it is nobody's. */
  private static final long BASE = 0x02a0_00ff_0000_0000L;

  private static final long HELLO_SECONDS = 10;
  private static final float RSSI = -80;
  private static final float SNR = 9;
  private static final LoRa SF7 = LoRa.of(7, 125_000);

  private final EventLoop loop;
  private final Traffic.Shape shape;
  private final IntUnaryOperator nearest;
  private final GatewayObserver observer;
  private final List<SimulatedGateway> gateways = new ArrayList<>();

  private LoadGateways(
      EventLoop loop, Traffic.Shape shape, IntUnaryOperator nearest, GatewayObserver observer) {
    this.loop = loop;
    this.shape = shape;
    this.nearest = nearest;
    this.observer = observer;
  }

  /** Any of them may be the nearest to an uplink. */
  static LoadGateways byChance(EventLoop loop, Traffic.Shape shape) {
    var random = new SplittableRandom(shape.seed());
    return new LoadGateways(
        loop, shape, number -> random.nextInt(shape.gateways()), GatewayObserver.none());
  }

  /**
   * One after the other is the nearest.
   *
   * @param observer told what becomes of packets, on the loop
   */
  static LoadGateways inTurn(EventLoop loop, Traffic.Shape shape, GatewayObserver observer) {
    return new LoadGateways(loop, shape, number -> number % shape.gateways(), observer);
  }

  static List<GatewayEui> euis(int count) {
    var euis = new ArrayList<GatewayEui>();
    for (int i = 0; i < count; i++) {
      euis.add(new GatewayEui(BASE + i));
    }
    return List.copyOf(euis);
  }

  /** Connects them, to each server in turn, and waits until the network has answered all. */
  void connect(List<InetSocketAddress> servers) throws InterruptedException {
    var random = new SplittableRandom(shape.seed());
    for (var eui : euis(shape.gateways())) {
      var server = servers.get(gateways.size() % servers.size());
      var clock = new ConcentratorClock(random.nextLong(1L << 32), random.nextDouble(-5, 5));
      var settings = GatewaySettings.of(eui, server).withClock(clock);
      gateways.add(SimulatedGateway.start(loop, settings, Air.empty(), observer));
    }
    var answered = new CompletableFuture<Void>();
    loop.execute(() -> completeWhenAnswered(answered));
    try {
      answered.get(HELLO_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(
          "Not all gateways are answered at "
              + servers.stream()
                  .map(server -> "udp://" + server.getHostString() + ":" + server.getPort())
                  .collect(Collectors.joining(", ")),
          e);
    }
  }

  private void completeWhenAnswered(CompletableFuture<Void> answered) {
    if (gateways.stream().allMatch(gateway -> gateway.counters().pullAcks() > 0)) {
      answered.complete(null);
      return;
    }
    loop.at(loop.now() + TimeUnit.MILLISECONDS.toNanos(20), () -> completeWhenAnswered(answered));
  }

  /** An uplink arrives at the nearest gateway, and at those behind it. */
  void receive(int number, long now, long frequencyHz, Payload phy) {
    int first = nearest.applyAsInt(number);
    for (int copy = 0; copy < shape.copies(); copy++) {
      var heard = new Reception(now, frequencyHz, SF7, RSSI - 5 * copy, SNR - 2 * copy, phy);
      gateways.get((first + copy) % gateways.size()).receive(heard);
    }
  }

  GatewayCounters counters() {
    return gateways.stream()
        .map(SimulatedGateway::counters)
        .reduce(GatewayCounters.NONE, GatewayCounters::plus);
  }

  void stop() {
    gateways.forEach(SimulatedGateway::stop);
  }
}
