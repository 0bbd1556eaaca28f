package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.gateway.GatewayCommand.Outcome;
import io.lorikeet.actors.handler.ClassBc;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DeviceDownlink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NothingToOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.OfferDownlink;
import io.lorikeet.actors.router.Reception;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.mac.PingSlotTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SessionOpportunitiesTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final Duration WINDOWS = Duration.ofSeconds(3);
  private static int devices = 500;

  private final TestDevice device = TestDevice.numbered(++devices);
  private final SessionUnderTest session = new SessionUnderTest(NETWORK, device);

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private void registered(DeviceClass deviceClass) {
    session.personalized(device.profile(LorawanVersion.V1_0_3, deviceClass));
  }

  private void call() {
    session.tell(new DeviceSessionCommand.CallForDownlink(device.id(), false));
  }

  private OfferDownlink asked() {
    return (OfferDownlink) session.endDevices.receiveMessage().message();
  }

  private void offer(OfferDownlink asked, long fCnt, Optional<ClassBc> classBc) {
    asked
        .replyTo()
        .tell(
            new DownlinkOffer(
                asked.opportunityId(),
                new DeviceDownlink("d", fCnt, 2, Payload.ofHex("01"), false, false, classBc)));
    session.state();
  }

  @Test
  void aDeviceOfClassCIsSentWhatWaitsThroughTheGatewayThatHeardItBest() {
    registered(DeviceClass.C);
    session.delivered(device.uplink(1), 1, 2);
    NETWORK.pass(WINDOWS);

    call();
    var asked = asked();
    offer(asked, asked.answer().nextFCntDown(), Optional.empty());

    var gateway = session.gatewayAsked();
    assertThat(gateway.gateway()).isEqualTo(Heard.gateway(2).toString());
    assertThat(gateway.request().start()).isPresent();
    assertThat(gateway.request().options())
        .singleElement()
        .satisfies(option -> assertThat(option.radio().frequencyHz()).isEqualTo(869_525_000));
    gateway.answer(Outcome.DUTY_CYCLE);
    var next = session.gatewayAsked();
    assertThat(next.gateway()).isEqualTo(Heard.gateway(1).toString());
    assertThat(next.request().phy()).isEqualTo(gateway.request().phy());
    next.accept();
    assertThat(session.reported().result()).isEqualTo(DownlinkResult.SENT);
  }

  @Test
  void theWindowsOfAnUplinkComeFirst() {
    registered(DeviceClass.C);
    session.delivered(device.uplink(1), 1);

    call();

    TestSystem.silent(session.endDevices);
    NETWORK.pass(WINDOWS);
    assertThat(asked().devAddr()).isEqualTo(device.devAddr());
  }

  @Test
  void aDeviceIsAskedForOneDownlinkAtATime() {
    registered(DeviceClass.C);
    session.delivered(device.uplink(1), 1);
    NETWORK.pass(WINDOWS);
    call();
    var asked = asked();

    call();
    TestSystem.silent(session.endDevices);

    asked.replyTo().tell(new NothingToOffer(asked.opportunityId()));
    session.state();
    assertThat(asked().opportunityId()).isNotEqualTo(asked.opportunityId());
  }

  @Test
  void aCounterThatIsUsedUpIsNotUsedAgain() {
    registered(DeviceClass.C);
    session.delivered(device.uplink(1), 1);
    NETWORK.pass(WINDOWS);
    call();
    var asked = asked();
    offer(asked, 0, Optional.empty());
    session.gatewayAsked().accept();
    session.reported();
    NETWORK.pass(WINDOWS);

    call();
    offer(asked(), 0, Optional.empty());

    assertThat(session.reported().result()).isEqualTo(DownlinkResult.NOT_SENT);
    session.noGatewayAsked();
  }

  @Test
  void theGatewayThatTheApplicationHasChosenTransmitsAtTheTimeItHasSaid() {
    registered(DeviceClass.C);
    session.delivered(device.uplink(1), 1);
    NETWORK.pass(WINDOWS);
    call();
    var at = session.now().plusSeconds(2);

    offer(
        asked(),
        0,
        Optional.of(
            new ClassBc(
                List.of(ClassBc.ChosenGateway.named("eui-" + Heard.gateway(9))), Optional.of(at))));

    var gateway = session.gatewayAsked();
    assertThat(gateway.gateway()).isEqualTo(Heard.gateway(9).toString());
    assertThat(gateway.request().start().orElseThrow().at()).isEqualTo(at);
  }

  @Test
  void aDeviceOfClassAIsSentNothingWithoutAnUplink() {
    registered(DeviceClass.A);
    session.delivered(device.uplink(1), 1);
    NETWORK.pass(WINDOWS);

    call();

    TestSystem.silent(session.endDevices);
  }

  /** Heard by a gateway with GPS, in class B with a ping slot every 2^{@code n} seconds. */
  private void heardInClassB(long fCnt, int periodicity, boolean beacon) {
    var phy =
        device.uplink(
            fCnt,
            new FCtrl(false, false, false, beacon),
            false,
            Payload.ofHex("10%02x".formatted(periodicity)),
            1,
            "b");
    var its = Heard.by(1, session.now());
    var gps =
        new Reception(
            its.gateway(),
            its.gatewayId(),
            its.tmst(),
            its.receivedAt(),
            its.signal(),
            its.path(),
            new Reception.Fix(Optional.of(session.now()), OptionalLong.empty(), Optional.empty()));
    session.hear(new DeduplicatedUplink(phy, Heard.SF7, List.of(gps)));
    session.logged(session.handedUp());
    NETWORK.pass(Duration.ofMillis(600)); // PingSlotInfoReq is answered
    session.gatewayAsked().accept();
    NETWORK.pass(WINDOWS);
  }

  /** Time passes in steps shorter than what comes before a slot, as it does for a device. */
  private OfferDownlink askedInTime() {
    var asked = Optional.<OfferDownlink>empty();
    for (int step = 0; step < 100 && asked.isEmpty(); step++) {
      NETWORK.pass(Duration.ofMillis(200));
      session.state();
      asked = askedNow();
    }
    return asked.orElseThrow();
  }

  private Optional<OfferDownlink> askedNow() {
    try {
      var message = session.endDevices.receiveMessage(Duration.ofMillis(20)).message();
      return Optional.of((OfferDownlink) message);
    } catch (AssertionError notYet) {
      return Optional.empty();
    }
  }

  @Test
  void aDeviceOfClassBIsSentToInItsNextPingSlot() {
    registered(DeviceClass.B);
    heardInClassB(1, 3, true);
    Instant called = session.now();

    call();
    var asked = askedInTime();
    offer(asked, asked.answer().nextFCntDown(), Optional.empty());

    var request = session.gatewayAsked().request();
    var start = request.start().orElseThrow();
    assertThat(start.byGps()).isTrue();
    assertThat(PingSlotTimes.next(device.devAddr(), 3, start.at())).isEqualTo(start.at());
    assertThat(start.at()).isAfter(session.now());
    assertThat(called).isBefore(start.at());
    assertThat(request.options())
        .singleElement()
        .satisfies(option -> assertThat(option.radio().frequencyHz()).isEqualTo(869_525_000));
  }

  @Test
  void aDeviceThatHasLostTheBeaconIsOfClassA() {
    registered(DeviceClass.B);
    heardInClassB(1, 0, false);

    call();
    NETWORK.pass(Duration.ofSeconds(10));

    TestSystem.silent(session.endDevices);
  }
}
