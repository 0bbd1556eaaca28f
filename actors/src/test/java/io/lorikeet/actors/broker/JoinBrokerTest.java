package io.lorikeet.actors.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.ShardingEnvelope;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleJoin;
import io.lorikeet.actors.router.ShardedUplinkRouter;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.router.UplinkFrame.Settled;
import io.lorikeet.actors.testing.FrameLines;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice11;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoinBrokerTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final BrokerSettings SETTINGS =
      new BrokerSettings(
          Duration.ofMillis(200),
          Duration.ofMillis(900),
          Duration.ofSeconds(1),
          Duration.ofSeconds(6));
  private static int devices;

  private TestDevice11 device;
  private TestProbe<ShardingEnvelope<DeviceSessionCommand>> sessions;
  private TestProbe<Settled> gateways;
  private ActorRef<JoinBroker.Command> broker;

  @BeforeEach
  void newDevice() {
    device = TestDevice11.numbered(++devices);
    sessions = NETWORK.probe();
    gateways = NETWORK.probe();
    broker =
        NETWORK
            .kit()
            .spawn(
                JoinBroker.create(device.base().devEui(), SETTINGS, NETWORK.clock, sessions.ref()));
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private void hear(long receptionId, Payload phy, int gateway) {
    broker.tell(
        new JoinBroker.HandleJoin(
            Heard.copy(receptionId, phy, NETWORK.clock.instant(), gateway, gateways.ref())));
  }

  /** The broker has taken what it heard, and its window is over. */
  private HandleJoin handedOver() {
    TestSystem.silent(sessions);
    NETWORK.pass(Duration.ofMillis(200));
    return (HandleJoin) sessions.receiveMessage().message();
  }

  @Test
  void copiesOfAJoinRequestAreAskedOnceWithAllTheirReceptions() {
    hear(1, device.joinRequest(1), 1);
    hear(2, device.joinRequest(1), 2);

    var join = handedOver();

    assertThat(join.uplink().receptions().stream().map(its -> its.gatewayId()))
        .containsExactly("gateway-2", "gateway-1");
    TestSystem.silent(sessions);
    join.replyTo().tell(Verdict.of(join.windowId(), device.base().devEui(), UplinkEnd.JOINED));
    gateways.expectMessage(new Settled(1, Outcome.JOINED));
    gateways.expectMessage(new Settled(2, Outcome.REPEATED));
  }

  @Test
  void copiesOfARejoinRequestAreAskedOnceToo() {
    hear(1, device.rejoin(0, 4), 1);
    hear(2, device.rejoin(0, 4), 2);

    assertThat(handedOver().uplink().receptions()).hasSize(2);
    TestSystem.silent(sessions);
  }

  @Test
  void aCopyThatComesAfterTheVerdictIsNotAskedAgain() {
    hear(1, device.joinRequest(1), 1);
    var join = handedOver();
    join.replyTo()
        .tell(Verdict.of(join.windowId(), device.base().devEui(), UplinkEnd.JOIN_NONCES_USED_UP));
    gateways.expectMessage(new Settled(1, Outcome.DEV_NONCE_REUSED));

    hear(2, device.joinRequest(1), 2);

    gateways.expectMessage(new Settled(2, Outcome.DEV_NONCE_REUSED));
    TestSystem.silent(sessions);
  }

  @Test
  void aJoinWithoutAVerdictIsNotAskedAgainForItsNonceIsUsedUp() {
    hear(1, device.joinRequest(1), 1);
    handedOver();
    NETWORK.pass(Duration.ofSeconds(3));

    hear(1, device.joinRequest(1), 1);

    TestSystem.silent(sessions);
    TestSystem.silent(gateways);
  }

  @Test
  void theNextDevNonceIsAnotherRequest() {
    hear(1, device.joinRequest(1), 1);
    handedOver();

    hear(2, device.joinRequest(2), 1);

    assertThat(handedOver().uplink().phy()).isEqualTo(device.joinRequest(2));
  }

  @Test
  void joinsAndRejoinsOfADeviceAreRoutedToOneBroker() {
    var joins = NETWORK.<ShardingEnvelope<JoinBroker.Command>>probe();
    var addresses = NETWORK.<ShardingEnvelope<DevAddrBroker.Command>>probe();
    var router =
        new ShardedUplinkRouter(addresses.ref(), joins.ref(), Meters.network(NETWORK.system()));

    for (var phy : new Payload[] {device.joinRequest(1), device.rejoin(0, 0), device.rejoin1(0)}) {
      router.route(Heard.copy(1, phy, NETWORK.clock.instant(), 1, gateways.ref()));
      assertThat(joins.receiveMessage().entityId()).isEqualTo(device.base().devEui().toString());
    }
  }

  @Test
  void aFrameThatIsServedNowhereIsSettledAndCounted() {
    var counted =
        NETWORK
            .meters()
            .counter("lorikeet.uplinks", "outcome", "unsupported", "reason", "frame_type");
    var before = counted.count();
    var router =
        new ShardedUplinkRouter(
            NETWORK.<ShardingEnvelope<DevAddrBroker.Command>>probe().ref(),
            NETWORK.<ShardingEnvelope<JoinBroker.Command>>probe().ref(),
            Meters.network(NETWORK.system()));
    var proprietary = Payload.ofHex("e0aabbccddeeff0011223344");

    router.route(Heard.copy(7, proprietary, NETWORK.clock.instant(), 1, gateways.ref()));

    assertThat(gateways.receiveMessage()).isEqualTo(new Settled(7, Outcome.UNSUPPORTED));
    assertThat(counted.count()).isEqualTo(before + 1);
  }

  @Test
  void theWayToTheDeviceIsTimed() {
    NETWORK.meters();
    var routed = NETWORK.hop("join", "routed").count();
    var collected = NETWORK.hop("join", "collected").count();

    hear(1, device.joinRequest(1), 1);
    hear(2, device.joinRequest(1), 2);
    handedOver();

    assertThat(NETWORK.hop("join", "routed").count()).isEqualTo(routed + 1);
    assertThat(NETWORK.hop("join", "collected").count()).isEqualTo(collected + 1);
  }

  @Test
  void aRefusedJoinHasALineWithItsDeviceAndItsBestGateway() {
    try (var lines = FrameLines.of("dev_eui", device.base().devEui())) {
      hear(1, device.joinRequest(1), 1);
      hear(2, device.joinRequest(1), 2);
      var join = handedOver();
      join.replyTo().tell(Verdict.of(join.windowId(), device.base().devEui(), UplinkEnd.BAD_MIC));
      gateways.receiveSeveralMessages(2);

      assertThat(lines.of("join refused"))
          .contains(
              entry("outcome", "bad_mic"),
              entry("reason", "mic"),
              entry("gateway_eui", Heard.gateway(2).toString()),
              entry("gateways", "2"));
    }
  }
}
