package io.lorikeet.simulator.forwarder;

import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.mac.GpsTime;
import io.lorikeet.protocol.radio.TimeOnAir;
import io.lorikeet.protocol.region.Region;
import io.lorikeet.protocol.region.SubBand;
import io.lorikeet.simulator.EventLoop;
import io.lorikeet.simulator.Recorder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A gateway that speaks Semtech UDP, version 2, over real sockets, as packet forwarders do. All
 * methods may be called from any thread.
 */
public final class SimulatedGateway {

  private static final int EMISSIONS_KEPT = 100_000;
  private static final List<Region> REGIONS = Region.all();

  private final EventLoop loop;
  private final GatewaySettings settings;
  private final Air air;
  private final GatewayObserver observer;
  private final ForwarderSocket socket;
  private final JitQueue queue;
  private final DutyCycleLedger duty = new DutyCycleLedger();
  private final Recorder<Emission> emissions = new Recorder<>(EMISSIONS_KEPT);
  private GatewayCounters atLastStat = GatewayCounters.NONE;
  private long received;
  private long downlinks;
  private long txErrors;
  private boolean stopped;

  private SimulatedGateway(
      EventLoop loop, GatewaySettings settings, Air air, GatewayObserver observer) {
    this.loop = loop;
    this.settings = settings;
    this.air = air;
    this.observer = observer;
    this.queue = new JitQueue(settings.model());
    this.socket = new ForwarderSocket(loop, settings, observer, this::onPullResp);
  }

  /**
   * Opens the sockets and sends the first PULL_DATA.
   *
   * @param air told of each packet that goes out
   */
  public static SimulatedGateway start(EventLoop loop, GatewaySettings settings, Air air) {
    return start(loop, settings, air, GatewayObserver.none());
  }

  /** The same with somebody who wants to know what becomes of the packets. */
  public static SimulatedGateway start(
      EventLoop loop, GatewaySettings settings, Air air, GatewayObserver observer) {
    var gateway = new SimulatedGateway(loop, settings, air, observer);
    loop.execute(gateway::keepAlive);
    loop.at(loop.now() + settings.statInterval().toNanos(), gateway::reportStatus);
    return gateway;
  }

  public GatewayEui eui() {
    return settings.eui();
  }

  /** Forwards a packet to the network. */
  public void receive(Reception reception) {
    loop.execute(
        () -> {
          if (!stopped) {
            received++;
            long tmst = settings.clock().tmst(reception.endNanos());
            socket.push(reception, Upstream.rxpk(reception, tmst, tmms(reception)));
          }
        });
  }

  /** The time of GPS when a packet had arrived, milliseconds. */
  private OptionalLong tmms(Reception reception) {
    return settings.clock().gps()
        ? OptionalLong.of(GpsTime.of(loop.time().instantAt(reception.endNanos())).toMillis())
        : OptionalLong.empty();
  }

  /** What was sent, oldest first; the newest 100,000. */
  public List<Emission> emissions() {
    return emissions.list();
  }

  public GatewayCounters counters() {
    return loop.ask(this::count);
  }

  /** The part of the last hour this gateway was sending in a sub-band, 0.01 = 1 %. */
  public double dutyCycleUse(SubBand band) {
    return loop.ask(() -> duty.use(band, loop.now()));
  }

  /** Whether the line to the network works; cut, nothing is sent nor received over it. */
  public void setConnected(boolean connected) {
    loop.execute(() -> socket.setConnected(connected));
  }

  /** Talks to another address of the network from now on, and says so with a PULL_DATA. */
  public void connectTo(InetSocketAddress server) {
    loop.execute(
        () -> {
          if (!stopped) {
            socket.connectTo(server);
            socket.pull();
          }
        });
  }

  /** Closes the sockets. What is queued is not sent. */
  public void stop() {
    loop.execute(
        () -> {
          stopped = true;
          socket.close();
        });
  }

  private void keepAlive() {
    if (!stopped) {
      socket.pull();
      loop.at(loop.now() + settings.keepalive().toNanos(), this::keepAlive);
    }
  }

  private void reportStatus() {
    if (!stopped) {
      var total = count();
      socket.push(Upstream.stat(loop.time().instant(), total.since(atLastStat)));
      atLastStat = total;
      loop.at(loop.now() + settings.statInterval().toNanos(), this::reportStatus);
    }
  }

  private GatewayCounters count() {
    return new GatewayCounters(
        received,
        socket.pushed(),
        socket.pushAcks(),
        socket.pullAcks(),
        downlinks,
        txErrors,
        emissions.total());
  }

  /** Answers with the JSON of a TX_ACK; empty if all is well. */
  private String onPullResp(Txpk request) {
    downlinks++;
    observer.onPullResp(request);
    var answer = schedule(request);
    if (answer.isPresent()) {
      txErrors++;
      return Upstream.txAck(answer.get());
    }
    int power = settings.model().power(request.powerDbm()).orElseThrow();
    return power == request.powerDbm() ? "" : Upstream.txPowerWarning(power);
  }

  private Optional<TxError> schedule(Txpk request) {
    if (request.timing() instanceof Txpk.Timing.AtGpsTime && !settings.clock().gps()) {
      return Optional.of(TxError.GPS_UNLOCKED);
    }
    if (REGIONS.stream().noneMatch(region -> region.allowsChannelAt(request.frequencyHz()))) {
      return Optional.of(TxError.TX_FREQ);
    }
    var power = settings.model().power(request.powerDbm());
    if (power.isEmpty()) {
      return Optional.of(TxError.TX_POWER);
    }
    var emission = emission(request, power.getAsInt());
    int ahead = settings.clock().ahead(emission.tmst(), loop.now());
    boolean immediate = request.timing() instanceof Txpk.Timing.Immediate;
    var refusal = queue.refusal(emission, ahead, immediate);
    if (refusal.isEmpty()) {
      queue.add(emission);
      loop.at(emission.startNanos(), () -> emit(emission));
    }
    return refusal;
  }

  private Emission emission(Txpk request, int power) {
    long now = loop.now();
    long airtime = TimeOnAir.micros(request.modulation(), request.phy().size(), request.crc());
    if (request.timing() instanceof Txpk.Timing.At at) {
      long start = settings.clock().nanosAt(at.tmst(), now);
      return new Emission(eui(), start, at.tmst(), airtime, power, request);
    }
    if (request.timing() instanceof Txpk.Timing.AtGpsTime at) {
      long start = loop.time().nanosAt(GpsTime.utc(Duration.ofMillis(at.millis())));
      return new Emission(eui(), start, settings.clock().tmst(start), airtime, power, request);
    }
    long start = queue.freeFrom(now + settings.model().immediateMicros() * 1000, airtime);
    return new Emission(eui(), start, settings.clock().tmst(start), airtime, power, request);
  }

  private void emit(Emission emission) {
    if (stopped) {
      return;
    }
    emissions.add(emission);
    observer.onEmission(emission);
    duty.add(Region.EU868.subBandOf(emission.request().frequencyHz()), emission);
    air.onStart(emission);
    loop.at(
        emission.endNanos(),
        () -> {
          queue.remove(emission);
          air.onEnd(emission);
        });
  }
}
