package io.lorikeet.gatewaybridge.semtech;

import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.gateway.GatewayConnection;
import io.lorikeet.actors.gateway.GatewayConnection.Transmitted;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.UplinkFrame;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.GatewayEui;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** A bridge on a free port with probes in the place of the network, and time that stands still. */
final class Rig implements AutoCloseable {

  static final GatewayEui GATEWAY = GatewayEui.parse("0016c001ff10a1b2");
  static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  static final String RXPK = rxpk("QCwaCyaAAAABLTvwRyhruv7d", 18);

  final ActorTestKit kit;
  final ManualTime time;
  final MovableClock clock = new MovableClock(START);
  final TestProbe<UplinkFrame> uplinks;
  final TestProbe<GatewayCommand> gateway;
  final TestProbe<Transmitted> transmitted;
  final SemtechBridge bridge;
  final Forwarder forwarder;

  private long nextSync = -1;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  Rig() throws IOException {
    this("");
  }

  /**
   * @param overrides keys below {@code lorikeet.gateway-bridge.semtech-udp}, one a line
   */
  Rig(String overrides) throws IOException {
    this(overrides, (eui, command) -> Optional.empty());
  }

  /**
   * @param answers to questions of connections; those without an answer go to the probe
   */
  Rig(
      String overrides,
      BiFunction<GatewayEui, GatewayCommand.Connect, Optional<GatewayCommand.Reply>> answers)
      throws IOException {
    kit = ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    time = ManualTime.get(kit.system());
    uplinks = kit.createTestProbe();
    gateway = kit.createTestProbe();
    transmitted = kit.createTestProbe();
    Meters.of(kit.system()).add(meters);
    bridge =
        SemtechBridge.start(
            kit.system(),
            SemtechSettings.from(config(overrides)),
            frame -> uplinks.ref().tell(frame),
            (eui, command) -> answer(eui, command, answers),
            clock);
    forwarder = new Forwarder(bridge.address());
  }

  private void answer(
      GatewayEui eui,
      GatewayCommand command,
      BiFunction<GatewayEui, GatewayCommand.Connect, Optional<GatewayCommand.Reply>> answers) {
    var answered =
        command instanceof GatewayCommand.Connect connect
            ? answers.apply(eui, connect).map(reply -> tell(connect, reply))
            : Optional.<GatewayCommand.Connect>empty();
    if (answered.isEmpty()) {
      gateway.ref().tell(command);
    }
  }

  private static GatewayCommand.Connect tell(
      GatewayCommand.Connect connect, GatewayCommand.Reply reply) {
    connect.replyTo().tell(reply);
    return connect;
  }

  static Config config(String overrides) {
    return ConfigFactory.parseString("port = 0\n" + overrides)
        .atPath(SemtechSettings.PATH)
        .withFallback(ConfigFactory.load());
  }

  static String rxpk(String data, int size) {
    return """
        {"tmst":10504446,"chan":5,"rfch":1,"freq":868.100000,"stat":1,"modu":"LORA",\
        "datr":"SF7BW125","codr":"4/5","lsnr":9.0,"rssi":-50,"size":%d,"data":"%s"}"""
        .formatted(size, data);
  }

  static String push(String... rxpk) {
    return "{\"rxpk\":[" + String.join(",", rxpk) + "]}";
  }

  /** Answers the connection's question: the gateway is registered. */
  GatewayCommand.Connect connected() {
    var connect = gateway.expectMessageClass(GatewayCommand.Connect.class);
    connect.replyTo().tell(new GatewayCommand.Connected("roof", "EU_863_870", Optional.empty()));
    return connect;
  }

  /** Answers until the connection says that the gateway is there; it may say where it was first. */
  void awaitConnectedAt(String remoteAddress) {
    while (!connected().remoteAddress().equals(remoteAddress)) {
      continue;
    }
  }

  /** No other node waits for what the gateway has said. */
  void passBack() {
    var passed =
        (GatewayCommand.PassOn)
            gateway
                .fishForMessage(
                    Duration.ofSeconds(5),
                    its ->
                        its instanceof GatewayCommand.PassOn
                            ? FishingOutcomes.complete()
                            : FishingOutcomes.continueAndIgnore())
                .get(0);
    passed.heardBy().tell(passed.said());
  }

  /** Lets a gateway with a way for downlinks appear; gives its connection. */
  ActorRef<GatewayConnection.Command> online() throws IOException {
    forwarder.pull(GATEWAY);
    var connection = connected().connection();
    sync(connection);
    return connection;
  }

  void settle(UplinkFrame frame) {
    frame
        .replyTo()
        .tell(new UplinkFrame.Settled(frame.receptionId(), UplinkFrame.Outcome.DELIVERED));
  }

  /** A frame that starts {@code in} from now. */
  DownlinkFrame downlink(long id, Duration in) {
    return new DownlinkFrame(
        id,
        Payload.ofHex("602c1a0b26000100010203"),
        Radio.lora(868_100_000, 7, 125_000, "4/5"),
        11_504_446,
        clock.instant().plus(in),
        14,
        0,
        DownlinkFrame.Timing.COUNTER);
  }

  /** Returns when the connection has done all that it was told before. */
  void sync(ActorRef<GatewayConnection.Command> connection) {
    TestProbe<Transmitted> answers = kit.createTestProbe();
    connection.tell(
        new GatewayConnection.Transmit(
            downlink(nextSync--, Duration.ofSeconds(-1)), answers.ref()));
    answers.receiveMessage();
  }

  /** Moves both clocks. */
  void pass(Duration step) {
    clock.advance(step);
    time.timePasses(step);
  }

  double count(DropReason reason) {
    var counter = meters.find("lorikeet.gateway.dropped").tag("reason", reason.label()).counter();
    return counter == null ? 0 : counter.count();
  }

  double datagrams(String type) {
    return meters.get("lorikeet.gateway.datagrams").tag("type", type).counter().count();
  }

  /** All that has been dropped, for whatever reason. */
  double dropped() {
    return meters.find("lorikeet.gateway.dropped").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  void awaitCount(DropReason reason, double count) {
    await().until(() -> count(reason) == count);
  }

  @Override
  public void close() {
    forwarder.close();
    bridge.stop();
    kit.shutdownTestKit();
  }
}
