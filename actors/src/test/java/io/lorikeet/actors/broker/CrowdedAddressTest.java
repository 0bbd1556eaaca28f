package io.lorikeet.actors.broker;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleUplink;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.router.UplinkFrame.Settled;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrowdedAddressTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final BrokerSettings SETTINGS =
      new BrokerSettings(
          Duration.ofMillis(200),
          Duration.ofMillis(900),
          Duration.ofSeconds(1),
          Duration.ofSeconds(6));
  private static int addresses;

  private final TestDevice one = TestDevice.numbered(1);
  private TestProbe<ShardingEnvelope<DeviceSessionCommand>> devices;
  private TestProbe<Settled> gateways;
  private EventSourcedBehaviorTestKit<
          DevAddrBroker.Command, DevAddrBroker.Event, DevAddrBroker.State>
      broker;

  @BeforeEach
  void newAddress() {
    devices = NETWORK.probe();
    gateways = NETWORK.probe();
    broker =
        NETWORK.entity(
            DevAddrBroker.create(new DevAddr(++addresses), SETTINGS, NETWORK.clock, devices.ref()));
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private void used(DevEui... by) {
    for (var devEui : by) {
      broker.runCommand(
          (akka.actor.typed.ActorRef<DevAddrBroker.Done> replyTo) ->
              new DevAddrBroker.AddSession(devEui, replyTo));
    }
  }

  private void hear(long receptionId, Payload phy, int gateway) {
    broker.runCommand(
        new DevAddrBroker.HandleUplink(
            Heard.copy(receptionId, phy, NETWORK.clock.instant(), gateway, gateways.ref())));
  }

  private HandleUplink handedOver() {
    return (HandleUplink) devices.receiveMessage().message();
  }

  private void verdict(HandleUplink uplink, DevEui devEui, Outcome outcome) {
    broker.runCommand(Verdict.of(uplink.windowId(), devEui, UplinkEnd.of(outcome)));
  }

  private DevEui[] many(int devices) {
    var euis = new DevEui[devices];
    for (int i = 0; i < devices; i++) {
      euis[i] = TestDevice.numbered(100 + i).devEui();
    }
    used(euis);
    return euis;
  }

  private List<HandleUplink> questions(int count) {
    return devices.receiveSeveralMessages(count).stream()
        .map(its -> (HandleUplink) its.message())
        .toList();
  }

  private void heardAlone(long receptionId, Payload phy) {
    hear(receptionId, phy, 1);
    NETWORK.pass(Duration.ofMillis(200));
  }

  @Test
  void whoseCounterComesNextIsAskedFirstAndTheOthersIfItIsNotTheirs() {
    var euis = many(20);
    heardAlone(1, one.uplink(4));
    verdict(questions(20).get(0), euis[7], Outcome.DELIVERED);

    heardAlone(2, one.uplink(5));
    var asked = devices.receiveMessage();
    assertThat(asked.entityId()).isEqualTo(euis[7].toString());
    devices.expectNoMessage(Duration.ZERO);

    verdict((HandleUplink) asked.message(), euis[7], Outcome.BAD_MIC);
    assertThat(devices.receiveSeveralMessages(19))
        .extracting(ShardingEnvelope::entityId)
        .doesNotContain(euis[7].toString());
    verdict((HandleUplink) asked.message(), euis[8], Outcome.DELIVERED);
    gateways.receiveSeveralMessages(2);
  }

  @Test
  void whoDoesNotAnswerDoesNotKeepTheOthersFromBeingAsked() {
    var euis = many(20);
    heardAlone(1, one.uplink(4));
    verdict(questions(20).get(0), euis[7], Outcome.DELIVERED);
    gateways.receiveMessage();
    heardAlone(2, one.uplink(5));
    var asked = handedOver();
    devices.expectNoMessage(Duration.ZERO);

    NETWORK.pass(Duration.ofMillis(50));

    assertThat(devices.receiveSeveralMessages(19))
        .extracting(ShardingEnvelope::entityId)
        .doesNotContain(euis[7].toString());
    verdict(asked, euis[8], Outcome.DELIVERED);
    gateways.expectMessage(new Settled(2, Outcome.DELIVERED));
  }

  @Test
  void aFrameIsNobodysWhenTheOthersDoNotOwnItEither() {
    var euis = many(8);
    heardAlone(1, one.uplink(4));
    verdict(questions(8).get(0), euis[0], Outcome.DELIVERED);
    gateways.receiveMessage();

    heardAlone(2, one.uplink(5));
    var asked = handedOver();
    for (var devEui : euis) {
      gateways.expectNoMessage(Duration.ZERO);
      verdict(asked, devEui, Outcome.BAD_MIC);
    }
    gateways.expectMessage(new Settled(2, Outcome.BAD_MIC));
  }

  /** Else each frame that comes while devices wake up would be asked of all of them at once. */
  @Test
  void withManyDevicesOnlySoManyFramesAreAskedAtATimeAndTheOthersFollowInOrder() {
    var euis = many(DevAddrBroker.MAX_AWAITED);
    for (int i = 0; i < 4; i++) {
      heardAlone(i, one.uplink(i));
    }
    var first = questions(DevAddrBroker.MAX_AWAITED).get(0);
    devices.expectNoMessage(Duration.ZERO);

    verdict(first, euis[5], Outcome.DELIVERED);
    // One device is known by then whose counter fits.
    assertThat(questions(3))
        .extracting(question -> question.uplink().phy())
        .containsExactly(one.uplink(1), one.uplink(2), one.uplink(3));
  }
}
