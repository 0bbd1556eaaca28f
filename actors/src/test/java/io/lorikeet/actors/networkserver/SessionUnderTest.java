package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.gateway.DownlinkFrame;
import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.EndDeviceCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.AbpSession;
import io.lorikeet.actors.networkserver.DeviceSessionState.Known;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.NetId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A {@link DeviceSession} whose neighbours are probes: what happens to it, in the test's words. */
final class SessionUnderTest {

  static final NetworkServerSettings.Unprompted UNPROMPTED =
      new NetworkServerSettings.Unprompted(
          Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofMillis(700));

  static final NetworkServerSettings SETTINGS =
      new NetworkServerSettings(
          NetId.parse("000000"),
          DevAddrBlocks.parse(List.of("00000000/7")),
          Duration.ofMillis(400),
          Duration.ofMillis(100),
          Duration.ofMillis(1_800),
          Duration.ofSeconds(2),
          100,
          UNPROMPTED);

  final TestSystem network;
  final TestDevice device;
  final TestProbe<ShardingEnvelope<EndDeviceCommand>> endDevices;
  final TestProbe<ShardingEnvelope<DevAddrBroker.Command>> brokers;
  final TestProbe<ShardingEnvelope<GatewayCommand>> gateways;
  final TestProbe<Verdict> verdicts;
  final EventSourcedBehaviorTestKit<DeviceSessionCommand, DeviceSessionEvent, DeviceSessionState>
      kit;
  private final Behavior<DeviceSessionCommand> behavior;
  private long nextWindow;

  SessionUnderTest(TestSystem network, TestDevice device) {
    this(network, device, SETTINGS);
  }

  SessionUnderTest(TestSystem network, TestDevice device, NetworkServerSettings settings) {
    this.network = network;
    this.device = device;
    endDevices = network.probe();
    brokers = network.probe();
    gateways = network.probe();
    verdicts = network.probe();
    behavior =
        DeviceSession.create(
            device.devEui(),
            settings,
            new DeviceSession.Neighbours(endDevices.ref(), brokers.ref(), gateways.ref()),
            network.clock,
            new Random(7));
    kit = network.entity(behavior);
  }

  /** The same device as an actor that can also be told to stop. */
  ActorRef<DeviceSessionCommand> spawned() {
    return network.kit().spawn(behavior);
  }

  Instant now() {
    return network.clock.instant();
  }

  // Registration.

  SessionUnderTest personalized(LorawanVersion version) {
    return personalized(device.profile(version));
  }

  SessionUnderTest personalized(DeviceProfile profile) {
    var replies = network.<DeviceSessionCommand.Provisioned>probe();
    tell(
        new DeviceSessionCommand.Provision(
            profile,
            Optional.of(
                new AbpSession(
                    device.devAddr(), device.keys().nwkSKey(), Optional.empty(), Optional.empty())),
            now(),
            replies.ref()));
    addressTaken();
    assertThat(replies.receiveMessage().outcome())
        .isEqualTo(DeviceSessionCommand.ProvisionOutcome.DONE);
    return this;
  }

  SessionUnderTest registered(LorawanVersion version) {
    return registered(device.profile(version));
  }

  SessionUnderTest registered(DeviceProfile profile) {
    var replies = network.<DeviceSessionCommand.Provisioned>probe();
    tell(new DeviceSessionCommand.Provision(profile, Optional.empty(), now(), replies.ref()));
    replies.receiveMessage();
    return this;
  }

  /** The broker takes the device in under the address that it is asked for. */
  DevAddr addressTaken() {
    var envelope = brokers.receiveMessage();
    var add = (DevAddrBroker.AddSession) envelope.message();
    add.replyTo().tell(new DevAddrBroker.Done(false));
    state();
    return DevAddr.parse(envelope.entityId());
  }

  // Uplinks.

  void tell(DeviceSessionCommand command) {
    kit.runCommand(command);
  }

  long hear(Payload phy, int... gateways) {
    return hear(Heard.frame(phy, now(), gateways));
  }

  long hear(DeduplicatedUplink uplink) {
    tell(new DeviceSessionCommand.HandleUplink(nextWindow, uplink, verdicts.ref()));
    return nextWindow++;
  }

  UplinkEnd expectVerdict(long window, Outcome outcome) {
    var verdict = verdicts.receiveMessage();
    assertThat(verdict).isEqualTo(new Verdict(window, device.devEui(), outcome, verdict.end()));
    return verdict.end();
  }

  void expectNoVerdict() {
    TestSystem.silent(verdicts);
  }

  EndDeviceNetworkCommand.HandleUplink handedUp() {
    return (EndDeviceNetworkCommand.HandleUplink) endDevices.receiveMessage().message();
  }

  void noMoreHandedUp() {
    TestSystem.silent(endDevices);
  }

  void logged(EndDeviceNetworkCommand.HandleUplink uplink) {
    uplink.replyTo().tell(new EndDeviceNetworkCommand.UplinkLogged(uplink.uplinkId()));
    state();
  }

  /** Heard, stored, handed up and logged. */
  EndDeviceNetworkCommand.HandleUplink delivered(Payload phy, int... gateways) {
    long window = hear(phy, gateways);
    var uplink = handedUp();
    logged(uplink);
    expectVerdict(window, Outcome.DELIVERED);
    return uplink;
  }

  // Downlinks.

  /** The application side offers a downlink in answer to an uplink. */
  void offer(EndDeviceNetworkCommand.HandleUplink uplink, String id, long fCnt, boolean confirmed) {
    var clear = Payload.of(id.getBytes(StandardCharsets.US_ASCII));
    var payload =
        DataCrypto.crypt(device.keys().appSKey(), Direction.DOWN, device.devAddr(), fCnt, clear);
    uplink
        .replyTo()
        .tell(
            new EndDeviceNetworkCommand.DownlinkOffer(
                uplink.uplinkId(),
                new DeviceDownlink(id, fCnt, 2, payload, confirmed, false, Optional.empty())));
    state();
  }

  record AskedGateway(String gateway, GatewayCommand.ScheduleDownlink command) {
    DownlinkRequest request() {
      return command.request();
    }

    void answer(GatewayCommand.Outcome outcome) {
      command
          .replyTo()
          .tell(new GatewayCommand.Scheduled(request().requestId(), outcome, Optional.empty()));
    }

    void accept() {
      var option = request().options().get(0);
      var frame =
          new DownlinkFrame(
              1,
              request().phy(),
              option.radio(),
              0,
              request().receivedAt(),
              14,
              0,
              DownlinkFrame.Timing.COUNTER);
      command
          .replyTo()
          .tell(
              new GatewayCommand.Scheduled(
                  request().requestId(), GatewayCommand.Outcome.ACCEPTED, Optional.of(frame)));
    }
  }

  AskedGateway gatewayAsked() {
    var envelope = gateways.receiveMessage();
    return new AskedGateway(
        envelope.entityId(), (GatewayCommand.ScheduleDownlink) envelope.message());
  }

  void noGatewayAsked() {
    TestSystem.silent(gateways);
  }

  EndDeviceNetworkCommand.ReportDownlink reported() {
    return (EndDeviceNetworkCommand.ReportDownlink) endDevices.receiveMessage().message();
  }

  // Joins.

  long hearJoin(Payload phy, int... gateways) {
    return hearJoin(Heard.frame(phy, now(), gateways));
  }

  long hearJoin(DeduplicatedUplink uplink) {
    tell(new DeviceSessionCommand.HandleJoin(nextWindow, uplink, verdicts.ref()));
    return nextWindow++;
  }

  EndDeviceNetworkCommand.HandleJoin joinHandedUp() {
    return (EndDeviceNetworkCommand.HandleJoin) endDevices.receiveMessage().message();
  }

  /** The application side grants a join with the keys of {@code session}. */
  void grant(EndDeviceNetworkCommand.HandleJoin join, TestDevice session) {
    join.replyTo()
        .tell(
            new EndDeviceNetworkCommand.JoinAccepted(
                Payload.ofHex("20" + "00".repeat(16)),
                join.accept().devAddr(),
                session.keys().nwkSKey(),
                now(),
                Optional.empty()));
    state();
  }

  // State.

  DeviceSessionState state() {
    return kit.getState();
  }

  Known known() {
    return (Known) state();
  }

  void restart() {
    kit.restart();
  }

  List<DeviceSessionEvent> events() {
    return kit.persistenceTestKit().persistedInStorage("device-session|" + device.devEui()).stream()
        .map(DeviceSessionEvent.class::cast)
        .toList();
  }
}
