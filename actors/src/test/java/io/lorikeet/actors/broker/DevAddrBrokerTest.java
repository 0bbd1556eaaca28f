package io.lorikeet.actors.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import io.lorikeet.actors.Meters;
import io.lorikeet.actors.networkserver.DeviceSessionCommand;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleUplink;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.router.UplinkFrame.Settled;
import io.lorikeet.actors.testing.FrameLines;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DevAddrBrokerTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final BrokerSettings SETTINGS =
      new BrokerSettings(
          Duration.ofMillis(200),
          Duration.ofMillis(900),
          Duration.ofSeconds(1),
          Duration.ofSeconds(6));
  private static int addresses;

  private final TestDevice one = TestDevice.numbered(1);
  private final TestDevice two = TestDevice.numbered(2);
  private TestProbe<ShardingEnvelope<DeviceSessionCommand>> devices;
  private TestProbe<Settled> gateways;
  private EventSourcedBehaviorTestKit<
          DevAddrBroker.Command, DevAddrBroker.Event, DevAddrBroker.State>
      broker;

  @BeforeAll
  static void count() {
    Meters.of(NETWORK.system()).add(new SimpleMeterRegistry());
  }

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

  private static double counted(String outcome) {
    return Meters.of(NETWORK.system())
        .find("lorikeet.uplinks")
        .tag("outcome", outcome)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private void hearOneThatIsOnItsWayFor(Duration onItsWay) {
    broker.runCommand(
        new DevAddrBroker.HandleUplink(
            Heard.copy(
                1, one.uplink(0), NETWORK.clock.instant().minus(onItsWay), 1, gateways.ref())));
  }

  @Test
  void theWindowIsCountedFromWhenTheFrameReachedTheNetwork() {
    used(one.devEui());
    hearOneThatIsOnItsWayFor(Duration.ofMillis(20));

    NETWORK.pass(Duration.ofMillis(180));

    assertThat(handedOver().uplink().phy()).isEqualTo(one.uplink(0));
  }

  @Test
  void aFrameThatComesLateWaitsForItsOtherCopiesAsLong() {
    used(one.devEui());
    hearOneThatIsOnItsWayFor(Duration.ofSeconds(3));
    NETWORK.pass(Duration.ofMillis(199));
    devices.expectNoMessage(Duration.ZERO);

    NETWORK.pass(Duration.ofMillis(1));

    assertThat(handedOver().uplink().phy()).isEqualTo(one.uplink(0));
  }

  @Test
  void copiesWithinTheWindowBecomeOneFrameTheBestFirst() {
    used(one.devEui());
    var before = counted("delivered");
    hear(1, one.uplink(0), 1);
    hear(2, one.uplink(0), 3);
    hear(3, one.uplink(0), 2);
    NETWORK.pass(Duration.ofMillis(200));

    var uplink = handedOver();

    assertThat(uplink.uplink().receptions().stream().map(its -> its.gatewayId()))
        .containsExactly("gateway-3", "gateway-2", "gateway-1");
    verdict(uplink, one.devEui(), Outcome.DELIVERED);
    gateways.expectMessage(new Settled(1, Outcome.DELIVERED));
    gateways.expectMessage(new Settled(2, Outcome.REPEATED));
    gateways.expectMessage(new Settled(3, Outcome.REPEATED));
    assertThat(counted("delivered")).isEqualTo(before + 1);
  }

  @Test
  void aCopyAfterTheVerdictIsSwallowedAndARetransmissionIsNot() {
    used(one.devEui());
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    verdict(handedOver(), one.devEui(), Outcome.DELIVERED);
    gateways.receiveMessage();

    hear(2, one.uplink(0), 2);
    gateways.expectMessage(new Settled(2, Outcome.REPEATED));
    NETWORK.pass(Duration.ofSeconds(3));
    hear(3, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));

    assertThat(handedOver().uplink().receptions()).hasSize(1);
  }

  @Test
  void aRetransmissionIsNotSwallowedThoughAnotherFrameStillWaits() {
    used(one.devEui());
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    handedOver();
    hear(2, one.uplink(1), 1);
    NETWORK.pass(Duration.ofMillis(200));
    verdict(handedOver(), one.devEui(), Outcome.DELIVERED);
    gateways.receiveMessage();
    NETWORK.pass(Duration.ofSeconds(5));

    hear(3, one.uplink(1), 1);
    NETWORK.pass(Duration.ofMillis(200));

    handedOver();
  }

  @Test
  void allDevicesOfTheAddressAreAskedAndTheOwnerSettlesTheFrame() {
    used(one.devEui(), two.devEui());
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    var uplink = handedOver();
    handedOver();

    verdict(uplink, two.devEui(), Outcome.BAD_MIC);
    TestSystem.silent(gateways);
    verdict(uplink, one.devEui(), Outcome.DELIVERED);

    gateways.expectMessage(new Settled(1, Outcome.DELIVERED));
  }

  @Test
  void aDeviceThatAnswersTwiceDoesNotSpeakForAnother() {
    used(one.devEui(), two.devEui());
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    var uplink = handedOver();

    verdict(uplink, two.devEui(), Outcome.BAD_MIC);
    verdict(uplink, two.devEui(), Outcome.BAD_MIC);
    TestSystem.silent(gateways);
    verdict(uplink, one.devEui(), Outcome.DELIVERED);

    gateways.expectMessage(new Settled(1, Outcome.DELIVERED));
  }

  @Test
  void aDeviceThatIsGoneDoesNotSettleTheFrameOfAnother() {
    used(one.devEui(), two.devEui());
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    var uplink = handedOver();

    verdict(uplink, two.devEui(), Outcome.UNKNOWN_DEVICE);
    TestSystem.silent(gateways);
    verdict(uplink, one.devEui(), Outcome.DELIVERED);

    gateways.expectMessage(new Settled(1, Outcome.DELIVERED));
  }

  @Test
  void aVerdictThatNeverComesIsAskedForAgain() {
    used(one.devEui());
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    handedOver();
    hear(1, one.uplink(0), 1);
    TestSystem.silent(devices);
    NETWORK.pass(Duration.ofSeconds(1));

    hear(1, one.uplink(0), 1);

    assertThat(handedOver().uplink().receptions()).hasSize(1);
  }

  @Test
  void aFrameWhoseVerdictIsOverdueGoesBeforeTheNextOne() {
    used(one.devEui());
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    var first = handedOver();
    NETWORK.pass(Duration.ofMillis(600));

    hear(2, one.uplink(1), 1);
    NETWORK.pass(Duration.ofMillis(200));

    assertThat(handedOver().uplink().phy()).isEqualTo(first.uplink().phy());
    assertThat(handedOver().uplink().phy()).isNotEqualTo(first.uplink().phy());
  }

  @Test
  void aFrameNamesTheOneBeforeItUntilThatHasItsVerdict() {
    used(one.devEui());
    for (int i = 0; i < 3; i++) {
      hear(i, one.uplink(i), 1);
    }
    NETWORK.pass(Duration.ofMillis(200));

    var asked = questions(3);
    assertThat(asked.get(0).after()).isEmpty();
    assertThat(asked.get(1).after()).hasValue(asked.get(0).windowId());
    assertThat(asked.get(2).after()).hasValue(asked.get(1).windowId());

    asked.forEach(its -> verdict(its, one.devEui(), Outcome.DELIVERED));
    hear(3, one.uplink(3), 1);
    NETWORK.pass(Duration.ofMillis(200));
    assertThat(handedOver().after()).isEmpty();
  }

  @Test
  void aFrameNamesNoneThatOnlyOthersWereAskedFor() {
    used(one.devEui(), two.devEui());
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    var first = questions(2).get(0);
    verdict(first, two.devEui(), Outcome.BAD_MIC);

    hear(2, two.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));

    var second =
        devices.receiveSeveralMessages(2).stream()
            .collect(
                Collectors.toMap(
                    its -> its.entityId(), its -> ((HandleUplink) its.message()).after()));
    assertThat(second.get(one.devEui().toString())).hasValue(first.windowId());
    assertThat(second.get(two.devEui().toString())).isEmpty();
  }

  @Test
  void whatIsCollectedWhileAWriteFailsGoesOn() {
    var address = new DevAddr(++addresses);
    var its =
        NETWORK.kit().spawn(DevAddrBroker.create(address, SETTINGS, NETWORK.clock, devices.ref()));
    var done = NETWORK.<DevAddrBroker.Done>probe();
    its.tell(new DevAddrBroker.AddSession(one.devEui(), done.ref()));
    done.receiveMessage();
    PersistenceTestKit.create(NETWORK.system()).failNextPersisted("dev-addr-broker|" + address);

    its.tell(
        new DevAddrBroker.HandleUplink(
            Heard.copy(1, one.uplink(0), NETWORK.clock.instant(), 1, gateways.ref())));
    its.tell(new DevAddrBroker.AddSession(two.devEui(), done.ref()));
    NETWORK.pass(Duration.ofSeconds(1));
    NETWORK.pass(Duration.ofMillis(200));

    assertThat(handedOver().uplink().phy()).isEqualTo(one.uplink(0));
  }

  @Test
  void framesOfOneMomentAreHandedOverInTheirOrder() {
    used(one.devEui());
    for (int i = 0; i < 8; i++) {
      hear(i, one.uplink(i), 1);
    }
    NETWORK.pass(Duration.ofMillis(200));

    for (int i = 0; i < 8; i++) {
      assertThat(handedOver().uplink().phy()).isEqualTo(one.uplink(i));
    }
  }

  @Test
  void aFrameThatWasHeardSoonerGoesFirstThoughItComesLater() {
    used(one.devEui());
    var sooner = NETWORK.clock.instant();
    NETWORK.pass(Duration.ofSeconds(6));
    hear(7, one.uplink(1), 3);
    broker.runCommand(
        new DevAddrBroker.HandleUplink(Heard.copy(1, one.uplink(0), sooner, 1, gateways.ref())));
    NETWORK.pass(Duration.ofMillis(200));

    assertThat(handedOver().uplink().phy()).isEqualTo(one.uplink(0));
    assertThat(handedOver().uplink().phy()).isEqualTo(one.uplink(1));
  }

  @Test
  void aFrameThatNobodySignedIsSettledWhenAllHaveSaidSo() {
    used(one.devEui(), two.devEui());
    hear(1, TestDevice.numbered(9).uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));
    var uplink = handedOver();
    verdict(uplink, one.devEui(), Outcome.BAD_MIC);
    verdict(uplink, two.devEui(), Outcome.BAD_MIC);

    gateways.expectMessage(new Settled(1, Outcome.BAD_MIC));
  }

  @Test
  void anAddressThatNobodyUsesSettlesItsFramesItself() {
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));

    gateways.expectMessage(new Settled(1, Outcome.UNKNOWN_DEVICE));
  }

  @Test
  void thereIsNoRoomForMoreThanSoManyFrames() {
    used(one.devEui());
    for (int i = 0; i < Deduplication.MAX_WINDOWS; i++) {
      hear(i, one.uplink(i), 1);
    }
    hear(9_999, one.uplink(60_000), 1);

    gateways.expectMessage(new Settled(9_999, Outcome.OVERLOADED));
  }

  @Test
  void framesThatWaitForCopiesGoOnWhenTheShardMoves() {
    var moving =
        NETWORK
            .kit()
            .spawn(
                DevAddrBroker.create(
                    new DevAddr(++addresses), SETTINGS, NETWORK.clock, devices.ref()));
    moving.tell(
        new DevAddrBroker.AddSession(one.devEui(), NETWORK.<DevAddrBroker.Done>probe().ref()));
    moving.tell(
        new DevAddrBroker.HandleUplink(
            Heard.copy(1, one.uplink(0), NETWORK.clock.instant(), 1, gateways.ref())));

    moving.tell(new DevAddrBroker.Stop());

    assertThat(handedOver().uplink().phy()).isEqualTo(one.uplink(0));
  }

  @Test
  void whoUsesTheAddressIsKnownAfterARestart() {
    used(one.devEui(), two.devEui());
    broker.runCommand(
        (akka.actor.typed.ActorRef<DevAddrBroker.Done> replyTo) ->
            new DevAddrBroker.RemoveSession(two.devEui(), replyTo));

    assertThat(broker.restart().state().devices()).containsExactly(one.devEui());
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
  void whoHasAnsweredIsNotAskedAgain() {
    used(one.devEui(), two.devEui());
    heardAlone(1, one.uplink(0));
    var asked = questions(2).get(0);
    verdict(asked, two.devEui(), Outcome.BAD_MIC);
    NETWORK.pass(Duration.ofSeconds(1));

    hear(1, one.uplink(0), 1);

    assertThat(devices.receiveMessage().entityId()).isEqualTo(one.devEui().toString());
    devices.expectNoMessage(Duration.ZERO);
  }

  @Test
  void theWayToTheBrokerIsTimedOnceForEachFrame() {
    used(one.devEui());
    NETWORK.meters();
    var routed = NETWORK.hop("uplink", "routed");
    var frames = routed.count();
    var millis = routed.totalTime(TimeUnit.MILLISECONDS);

    hearOneThatIsOnItsWayFor(Duration.ofMillis(20));
    hear(2, one.uplink(0), 2);

    assertThat(routed.count()).isEqualTo(frames + 1);
    assertThat(routed.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(millis + 20);
  }

  @Test
  void refusedFramesAreCountedByTheirReasonToo() {
    used(one.devEui());
    var late =
        NETWORK
            .meters()
            .get("lorikeet.uplinks")
            .tags("outcome", "replayed", "reason", "repetition");
    var before = late.counter().count();
    hear(1, one.uplink(0), 1);
    NETWORK.pass(Duration.ofMillis(200));

    broker.runCommand(
        Verdict.of(handedOver().windowId(), one.devEui(), UplinkEnd.REPEATED_TOO_LATE));

    gateways.expectMessage(new Settled(1, Outcome.REPLAYED));
    assertThat(late.counter().count()).isEqualTo(before + 1);
  }

  @Test
  void aRefusedUplinkHasALineWithItsAddressAndItsGateway() {
    try (var lines = FrameLines.of("dev_addr", one.devAddr())) {
      hear(1, one.uplink(7), 1);
      NETWORK.pass(Duration.ofMillis(200));
      gateways.expectMessage(new Settled(1, Outcome.UNKNOWN_DEVICE));

      assertThat(lines.of("uplink refused"))
          .contains(
              entry("outcome", "unknown_device"),
              entry("reason", "dev_addr"),
              entry("gateway_eui", Heard.gateway(1).toString()),
              entry("f_cnt_16", "7"))
          .doesNotContainKey("dev_eui");
    }
  }

  @Test
  void aReplayedUplinkHasALineWithItsDeviceToo() {
    used(one.devEui());
    try (var lines = FrameLines.of("dev_eui", one.devEui())) {
      hear(1, one.uplink(0), 1);
      NETWORK.pass(Duration.ofMillis(200));
      verdict(handedOver(), one.devEui(), Outcome.REPLAYED);
      gateways.receiveMessage();

      assertThat(lines.of("uplink refused"))
          .contains(entry("reason", "f_cnt"), entry("gateway_eui", Heard.gateway(1).toString()));
    }
  }
}
