package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefusal;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceSessionTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static int devices;

  private TestDevice device;
  private SessionUnderTest session;

  @BeforeEach
  void newDevice() {
    device = TestDevice.numbered(++devices);
    session = new SessionUnderTest(NETWORK, device);
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private SessionUnderTest abp() {
    return session.personalized(LorawanVersion.V1_0_3);
  }

  @Test
  void anUplinkIsHandedUpWhenItsCounterIsStoredAndSettledWhenItIsLogged() {
    abp();

    long window = session.hear(device.uplink(0), 1, 2);

    var uplink = session.handedUp();
    assertThat(session.events()).last().isInstanceOf(DeviceSessionEvent.UplinkAccepted.class);
    session.expectNoVerdict();
    session.logged(uplink);
    session.expectVerdict(window, Outcome.DELIVERED);
  }

  @Test
  void aReplayedFrameIsRefusedAfterARestartToo() {
    abp();
    session.delivered(device.uplink(4), 1);
    session.delivered(device.uplink(5), 1);
    session.restart();
    session.handedUp();

    NETWORK.pass(Duration.ofSeconds(10));
    session.expectVerdict(session.hear(device.uplink(4), 1), Outcome.REPLAYED);
    assertThat(session.known().current().orElseThrow().lastFCntUp()).isEqualTo(5);
  }

  @Test
  void anAnswerToAConfirmedUplinkUsesUpItsCounterBeforeItIsMade() {
    abp();

    session.delivered(device.confirmed(0), 1);
    session.noGatewayAsked();
    NETWORK.pass(Duration.ofMillis(600));

    var asked = session.gatewayAsked();
    assertThat(device.takes(asked.request().phy(), 0)).isTrue();
    assertThat(session.known().current().orElseThrow().nextFCntDown()).isEqualTo(1);
  }

  @Test
  void anAnswerThatIsOwedIsSentBeforeTheDeviceMovesToAnotherNode() {
    abp();
    var moving = session.spawned();
    moving.tell(
        new DeviceSessionCommand.HandleUplink(
            1, Heard.frame(device.confirmed(0), session.now(), 1), NETWORK.<Verdict>probe().ref()));

    moving.tell(new DeviceSessionCommand.Stop());

    assertThat(device.takes(session.gatewayAsked().request().phy(), 0)).isTrue();
  }

  @Test
  void anOfferedDownlinkIsSentAndReported() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1);

    session.offer(uplink, "open", 0, false);

    var asked = session.gatewayAsked();
    assertThat(device.read(asked.request().phy(), 0)).isEqualTo("open");
    asked.accept();
    assertThat(session.reported().result()).isEqualTo(DownlinkResult.SENT);
  }

  // Uplinks that come again, get lost, or come from where they should not.

  @Test
  void aFrameThatIsAskedForAgainWaitsForTheLogAndIsHandedUpAgain() {
    abp();
    var frame = Heard.frame(device.uplink(0), session.now(), 1);
    long first = session.hear(frame);
    session.handedUp();
    NETWORK.pass(Duration.ofSeconds(3));

    long again = session.hear(frame);

    var uplink = session.handedUp();
    session.expectNoVerdict();
    session.logged(uplink);
    session.expectVerdict(first, Outcome.DELIVERED);
    session.expectVerdict(again, Outcome.DELIVERED);
    assertThat(session.events())
        .filteredOn(DeviceSessionEvent.UplinkAccepted.class::isInstance)
        .hasSize(1);
  }

  @Test
  void aFrameThatIsOnItsWayIsNotHandedUpForEachOfItsCopies() {
    abp();
    long first = session.hear(device.uplink(0), 1);
    var uplink = session.handedUp();

    long second = session.hear(device.uplink(0), 2);
    long third = session.hear(device.uplink(0), 3);

    session.noMoreHandedUp();
    session.logged(uplink);
    session.expectVerdict(first, Outcome.DELIVERED);
    session.expectVerdict(second, Outcome.DELIVERED);
    session.expectVerdict(third, Outcome.DELIVERED);
  }

  @Test
  void aFrameThatIsAskedForAgainIsNoReplayThoughANewerOneWasAccepted() {
    abp();
    var older = Heard.frame(device.uplink(0), session.now(), 1);
    long first = session.hear(older);
    var lost = session.handedUp();
    session.hear(device.uplink(1), 1);
    session.handedUp();
    session.handedUp();

    long again = session.hear(older);

    session.expectNoVerdict();
    session.logged(lost);
    session.expectVerdict(first, Outcome.DELIVERED);
    session.expectVerdict(again, Outcome.DELIVERED);
  }

  @Test
  void anAcceptedFrameIsHandedUpAgainAfterARestartUntilItIsLogged() {
    abp();
    session.hear(device.uplink(0), 1);
    var lost = session.handedUp();
    session.restart();

    var again = session.handedUp();
    assertThat(again.uplinkId()).isEqualTo(lost.uplinkId());
    assertThat(again.answer().respondBefore()).isBefore(session.now());
    NETWORK.pass(Duration.ofSeconds(3));
    session.logged(session.handedUp());
    NETWORK.pass(Duration.ofSeconds(10));
    session.noMoreHandedUp();
  }

  @Test
  void aDeviceThatSendsOftenDoesNotPutOffWhatTheLogDoesNotHave() {
    abp();
    session.hear(device.uplink(0), 1);
    session.handedUp();
    for (int fCnt = 1; fCnt <= 3; fCnt++) {
      NETWORK.pass(Duration.ofMillis(900));
      session.hear(device.uplink(fCnt), 1);
    }

    var ids = session.endDevices.receiveSeveralMessages(2 + 3 + 4 + 3);

    assertThat(ids).hasSize(12);
  }

  @Test
  void olderFramesAreHandedUpBeforeANewerOne() {
    abp();
    session.hear(device.uplink(0), 1);
    var lost = session.handedUp();

    session.hear(device.uplink(1), 1);

    assertThat(session.handedUp().uplinkId()).isEqualTo(lost.uplinkId());
    assertThat(session.handedUp().frame().fCnt()).isEqualTo(1);
  }

  @Test
  void whileTheLogIsAwayNoCounterIsUsedUpBeyondWhatCanBeKept() {
    abp();
    for (int fCnt = 0; fCnt < 36; fCnt++) {
      session.hear(device.uplink(fCnt), 1);
    }

    assertThat(session.known().unlogged()).hasSize(DeviceSessionState.Known.MAX_UNLOGGED);
    assertThat(session.known().current().orElseThrow().lastFCntUp()).isEqualTo(31);
  }

  @Test
  void aForgedFrameIsRefusedAndStoresNothing() {
    abp();
    int before = session.events().size();
    var forger = device.with(device.devAddr(), TestDevice.numbered(4_000).keys());

    session.expectVerdict(session.hear(forger.uplink(0), 1), Outcome.BAD_MIC);
    assertThat(session.events()).hasSize(before);
  }

  @Test
  void aStepOfTheCounterIsLimitedUpTo103AndNotAfter() {
    abp();
    session.delivered(device.uplink(1), 1);
    session.expectVerdict(session.hear(device.uplink(1 + 16_385), 1), Outcome.COUNTER_GAP);

    var newer = TestDevice.numbered(++devices);
    var other = new SessionUnderTest(NETWORK, newer).personalized(LorawanVersion.V1_0_4);
    other.delivered(newer.uplink(1), 1);
    other.delivered(newer.uplink(1 + 16_385), 1);
  }

  @Test
  void theCounterRollsOver() {
    abp();
    session.delivered(device.uplink(60_000), 1);
    session.delivered(device.uplink(65_535), 1);
    session.delivered(device.uplink(65_536), 1);

    session.expectVerdict(session.hear(device.uplink(65_535), 1), Outcome.BAD_MIC);
    assertThat(session.known().current().orElseThrow().lastFCntUp()).isEqualTo(65_536);
  }

  @Test
  void aFrameForADeviceThatNobodyRegisteredIsSettled() {
    session.expectVerdict(session.hear(device.uplink(0), 1), Outcome.UNKNOWN_DEVICE);
  }

  @Test
  void ofAReleasedDeviceNothingIsLeftButItsCounters() {
    abp();
    session.delivered(device.uplink(0), 1);
    var replies = NETWORK.<DeviceSessionCommand.Provisioned>probe();
    session.tell(new DeviceSessionCommand.Release(device.id(), List.of(), replies.ref()));
    replies.receiveMessage();
    int before = session.events().size();

    session.restart();

    var past = ((DeviceSessionState.Unknown) session.state()).past();
    assertThat(past.sessions()).singleElement().extracting(PastSession::lastFCntUp).isEqualTo(0L);
    assertThat(session.events()).hasSize(before);
  }

  @Test
  void twoApplicationsThatRegisterOneDevEuiAtOnceDoNotBothGetIt() {
    var replies = NETWORK.<DeviceSessionCommand.Provisioned>probe();
    var other = TestDevice.numbered(++devices);
    var abp =
        new DeviceSessionCommand.AbpSession(
            device.devAddr(), device.keys().nwkSKey(), Optional.empty(), Optional.empty());
    for (var owner : List.of(device, other)) {
      session.tell(
          new DeviceSessionCommand.Provision(
              owner.profile(LorawanVersion.V1_0_3),
              Optional.of(abp),
              session.now(),
              replies.ref()));
    }

    session.addressTaken();
    assertThat(replies.receiveMessage().outcome())
        .isEqualTo(DeviceSessionCommand.ProvisionOutcome.DONE);
    session.addressTaken(); // answers that come at once may overtake each other
    assertThat(replies.receiveMessage().outcome())
        .isEqualTo(DeviceSessionCommand.ProvisionOutcome.TAKEN);
    assertThat(session.known().profile().owner()).isEqualTo(device.id());
  }

  // Downlinks.

  @Test
  void aRetransmittedConfirmedUplinkIsAcknowledgedAgainWithANewCounter() {
    abp();
    session.delivered(device.confirmed(0), 1);
    NETWORK.pass(Duration.ofMillis(600));
    session.gatewayAsked().accept();
    NETWORK.pass(Duration.ofSeconds(4));

    session.expectVerdict(session.hear(device.confirmed(0), 1), Outcome.REPEATED);
    NETWORK.pass(Duration.ofMillis(600));

    assertThat(device.takes(session.gatewayAsked().request().phy(), 1)).isTrue();
    assertThat(session.known().unlogged()).hasSize(1);
  }

  @Test
  void aLateCopyOfAnAnsweredFrameIsNotAnsweredAgain() {
    abp();
    session.delivered(device.confirmed(0), 1);
    NETWORK.pass(Duration.ofMillis(600));
    session.gatewayAsked().accept();

    session.expectVerdict(session.hear(device.confirmed(0), 2), Outcome.REPEATED);
    NETWORK.pass(Duration.ofSeconds(2));

    session.noGatewayAsked();
  }

  @Test
  void anOfferForWindowsThatHavePassedIsReportedAsNotSent() {
    abp();
    var old = session.delivered(device.uplink(0), 1);
    NETWORK.pass(Duration.ofSeconds(10));
    session.delivered(device.uplink(1), 1);

    session.offer(old, "late", 0, false);

    assertThat(session.reported().result()).isEqualTo(DownlinkResult.NOT_SENT);
    session.noGatewayAsked();
    assertThat(session.known().current().orElseThrow().nextFCntDown()).isZero();
  }

  @Test
  void anUplinkThatCameTooLateForItsWindowsCostsNoCounter() {
    abp();
    var heard = session.now();
    NETWORK.pass(Duration.ofSeconds(2));

    session.hear(Heard.frame(device.confirmed(0), heard, 1));
    NETWORK.pass(Duration.ofSeconds(1));

    session.noGatewayAsked();
    assertThat(session.known().current().orElseThrow().nextFCntDown()).isZero();
  }

  @Test
  void anOfferThatComesTooLateForBothWindowsCostsNoCounter() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1);
    NETWORK.pass(Duration.ofSeconds(2));

    session.offer(uplink, "late", 0, false);

    assertThat(session.reported().result()).isEqualTo(DownlinkResult.NOT_SENT);
    session.noGatewayAsked();
    assertThat(session.known().current().orElseThrow().nextFCntDown()).isZero();
  }

  @Test
  void anOfferWithACounterThatIsUsedUpIsNotSent() {
    abp();
    session.delivered(device.confirmed(0), 1);
    NETWORK.pass(Duration.ofMillis(600));
    session.gatewayAsked().accept();
    NETWORK.pass(Duration.ofSeconds(5));
    var next = session.delivered(device.uplink(1), 1);

    session.offer(next, "reuse", 0, false);

    assertThat(session.reported().result()).isEqualTo(DownlinkResult.NOT_SENT);
    session.noGatewayAsked();
  }

  @Test
  void anOfferThatComesTwiceIsSentOnce() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1);
    session.offer(uplink, "open", 0, false);
    session.gatewayAsked();

    session.offer(uplink, "open", 0, false);

    assertThat(session.reported().result()).isEqualTo(DownlinkResult.NOT_SENT);
    session.noGatewayAsked();
  }

  @Test
  void afterACrashADownlinkUnderWayIsReportedAsUnknownAndItsCounterStaysUsed() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1);
    session.offer(uplink, "open", 0, false);
    session.gatewayAsked();

    session.restart();

    session.handedUp();
    assertThat(session.reported().result()).isEqualTo(DownlinkResult.UNKNOWN);
    assertThat(session.known().current().orElseThrow().nextFCntDown()).isEqualTo(1);
  }

  @Test
  void theNextGatewayIsAskedWithTheSameBytesUntilAllHaveRefused() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1, 2, 3, 4);
    session.offer(uplink, "open", 0, false);

    var first = session.gatewayAsked();
    first.answer(GatewayCommand.Outcome.DUTY_CYCLE);
    var second = session.gatewayAsked();
    second.answer(GatewayCommand.Outcome.TOO_LATE);
    var third = session.gatewayAsked();
    third.answer(GatewayCommand.Outcome.GATEWAY_REFUSED);
    session.gatewayAsked().answer(GatewayCommand.Outcome.DUTY_CYCLE);
    session.gatewayAsked().answer(GatewayCommand.Outcome.DUTY_CYCLE);
    session.gatewayAsked().answer(GatewayCommand.Outcome.DUTY_CYCLE);

    assertThat(List.of(first.gateway(), second.gateway(), third.gateway()))
        .containsExactly("00800000a0000004", "00800000a0000003", "00800000a0000002");
    assertThat(third.request().phy()).isEqualTo(first.request().phy());
    assertThat(session.reported().result()).isEqualTo(DownlinkResult.NOT_SENT);
  }

  @Test
  void allGatewaysAreAskedForTheFirstWindowBeforeOneIsAskedForTheSecond() {
    abp();
    session.delivered(device.confirmed(0), 1, 2);
    NETWORK.pass(Duration.ofMillis(600));

    var first = session.gatewayAsked();
    first.answer(GatewayCommand.Outcome.AIRTIME_CONFLICT);
    var other = session.gatewayAsked();
    other.answer(GatewayCommand.Outcome.AIRTIME_CONFLICT);
    var again = session.gatewayAsked();

    assertThat(delays(first)).containsExactly(1_000_000L);
    assertThat(delays(other)).containsExactly(1_000_000L);
    assertThat(delays(again)).containsExactly(2_000_000L);
    assertThat(again.gateway()).isEqualTo(first.gateway()).isNotEqualTo(other.gateway());
    assertThat(again.request().phy()).isEqualTo(first.request().phy());
    again.accept();
    session.noGatewayAsked();
  }

  @Test
  void aSingleGatewayIsAskedForBothWindowsAtOnce() {
    abp();
    session.delivered(device.confirmed(0), 1);
    NETWORK.pass(Duration.ofMillis(600));

    assertThat(delays(session.gatewayAsked())).containsExactly(1_000_000L, 2_000_000L);
  }

  @Test
  void aGatewayThatIsGoneIsAskedOnceOnly() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1, 2);
    session.offer(uplink, "open", 0, false);

    session.gatewayAsked().answer(GatewayCommand.Outcome.NOT_CONNECTED);
    session.gatewayAsked().answer(GatewayCommand.Outcome.NOT_CONNECTED);

    assertThat(session.reported().result()).isEqualTo(DownlinkResult.NOT_SENT);
    session.noGatewayAsked();
  }

  @Test
  void whereOneGatewayMayTransmitInTheFirstWindowOthersAreAskedForTheSecondOnly() {
    abp();
    session.delivered(device.confirmed(0), 1, 2);
    NETWORK.pass(Duration.ofMillis(600));
    var silent = session.gatewayAsked();
    NETWORK.pass(Duration.ofMillis(350));
    session.noGatewayAsked();
    NETWORK.pass(Duration.ofMillis(100));

    var other = session.gatewayAsked();

    assertThat(other.gateway()).isNotEqualTo(silent.gateway());
    assertThat(delays(other)).containsExactly(2_000_000L);
  }

  @Test
  void aFirstWindowThatCannotBeReachedAnyMoreIsNotAskedFor() {
    abp();
    session.delivered(device.confirmed(0), 1, 2, 3);
    NETWORK.pass(Duration.ofMillis(600));
    var best = session.gatewayAsked();
    NETWORK.clock.move(Duration.ofMillis(350));
    best.answer(GatewayCommand.Outcome.TOO_LATE);

    var next = session.gatewayAsked();

    assertThat(delays(next)).containsExactly(2_000_000L);
    assertThat(next.gateway()).isEqualTo(best.gateway());
  }

  @Test
  void aLateRefusalIsNotTakenForThatOfTheGatewayThatIsAskedNow() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1, 2);
    session.offer(uplink, "open", 0, false);
    var silent = session.gatewayAsked();
    NETWORK.pass(Duration.ofMillis(1_100));
    var other = session.gatewayAsked();

    silent.answer(GatewayCommand.Outcome.AIRTIME_CONFLICT);
    session.noGatewayAsked();
    other.accept();

    assertThat(session.reported().result()).isEqualTo(DownlinkResult.SENT);
  }

  @Test
  void aGatewayThatSaysLateThatItHasTransmittedIsBelieved() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1, 2);
    session.offer(uplink, "open", 0, false);
    var slow = session.gatewayAsked();
    NETWORK.pass(Duration.ofMillis(1_100));
    session.gatewayAsked();

    slow.accept();

    var report = session.reported();
    assertThat(report.result()).isEqualTo(DownlinkResult.SENT);
    assertThat(report.sent().orElseThrow().gatewayId()).isEqualTo("gateway-2");
    session.noGatewayAsked();
  }

  private static List<Long> delays(SessionUnderTest.AskedGateway asked) {
    return asked.request().options().stream().map(its -> its.delayMicros()).toList();
  }

  @Test
  void whenAllGatewaysAreSilentTheOutcomeIsUnknown() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1, 2);
    session.offer(uplink, "open", 0, false);
    session.gatewayAsked();
    NETWORK.pass(Duration.ofMillis(1_100));
    session.gatewayAsked();
    NETWORK.pass(Duration.ofMillis(1_100));

    assertThat(session.reported().result()).isEqualTo(DownlinkResult.UNKNOWN);
  }

  // Joins.

  private static TestDevice other(int number) {
    return TestDevice.numbered(number);
  }

  @Test
  void theSessionBeforeAJoinLivesUntilTheFirstFrameOfTheNewOne() {
    abp();
    session.delivered(device.uplink(5), 1);
    var keys = other(3000).keys();
    long window = session.hearJoin(device.joinRequest(1), 1);
    var join = session.joinHandedUp();
    session.grant(join, device.with(join.accept().devAddr(), keys));
    session.addressTaken();
    session.expectVerdict(window, Outcome.JOINED);
    var accept = session.gatewayAsked();
    assertThat(accept.request().options().get(0).delayMicros()).isEqualTo(5_000_000);

    session.delivered(device.uplink(6), 1);
    var anew = device.with(join.accept().devAddr(), keys);
    session.delivered(anew.uplink(0), 1);

    assertThat(session.known().pending()).isEmpty();
    session.expectVerdict(session.hear(device.uplink(7), 1), Outcome.BAD_MIC);
  }

  @Test
  void aRefusalOfAnOvertakenJoinDoesNotRefuseTheOneThatOvertookIt() {
    session.registered(LorawanVersion.V1_0_3);
    session.hearJoin(device.joinRequest(1), 1);
    var first = session.joinHandedUp();
    long window = session.hearJoin(device.joinRequest(2), 1);
    var second = session.joinHandedUp();
    session.verdicts.receiveMessage();

    first.replyTo().tell(new JoinRefused(JoinRefusal.DEV_NONCE_REUSED, first.accept().devAddr()));
    session.grant(second, device.with(second.accept().devAddr(), other(3001).keys()));
    session.addressTaken();

    session.expectVerdict(window, Outcome.JOINED);
    assertThat(session.known().pending().orElseThrow().devAddr())
        .isEqualTo(second.accept().devAddr());
  }

  @Test
  void aJoinAcceptThatWaitsInAConnectionIsNotGivenToAnotherGateway() {
    session.registered(LorawanVersion.V1_0_3);
    session.hearJoin(device.joinRequest(1), 1, 2, 3);
    var join = session.joinHandedUp();
    session.grant(join, device.with(join.accept().devAddr(), other(3002).keys()));
    session.addressTaken();
    var asked = session.gatewayAsked();

    NETWORK.pass(Duration.ofMillis(3_100)); // the connection hands it over after 2 s

    session.noGatewayAsked();
    asked.accept();
    session.state();
    NETWORK.pass(Duration.ofSeconds(3));
    session.noGatewayAsked();
  }
}
