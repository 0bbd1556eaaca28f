package io.lorikeet.actors.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.Directory;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.Answer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NothingToOffer;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.OfferDownlink;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.CallForDownlink;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WaitingDownlinksTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final Duration ACKNOWLEDGE_WITHIN = Duration.ofSeconds(10);
  private static int devices = 600;

  private final TestDevice device = TestDevice.numbered(++devices);
  private final DeviceUnderTest its = new DeviceUnderTest(NETWORK, device);
  private int opportunities;

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private void registered(DeviceClass deviceClass) {
    its.registered(device.abp(deviceClass));
  }

  private void called() {
    var command = its.sessions.receiveMessage();
    assertThat(command.entityId()).isEqualTo(device.devEui().toString());
    assertThat(command.message()).isInstanceOf(CallForDownlink.class);
  }

  private void notCalled() {
    TestSystem.silent(its.sessions);
  }

  private void opportunity(long nextFCntDown) {
    its.tell(
        new OfferDownlink(
            "opportunity-" + opportunities++,
            device.devAddr(),
            new Answer(nextFCntDown, 51, false, its.now().plusSeconds(5)),
            its.now(),
            its.networkServer.ref()));
  }

  @Test
  void theNetworkIsCalledAtOnceAndTheDeviceStandsInTheList() {
    registered(DeviceClass.C);

    its.queue("on");

    called();
    assertThat(its.names.count(Directory.Kind.WAITING)).isEqualTo(1);
    opportunity(0);
    assertThat(its.offered().downlink().downlinkId()).isEqualTo("on");
    its.report("on", 0, DownlinkResult.SENT);
    assertThat(its.queued()).isEmpty();
    NETWORK.pass(Duration.ofMinutes(2));
    its.state();
    assertThat(its.names.count(Directory.Kind.WAITING)).isZero();
  }

  @Test
  void aDeviceOfClassAIsNotCalledFor() {
    registered(DeviceClass.A);

    its.queue("on");

    notCalled();
    assertThat(its.names.count(Directory.Kind.WAITING)).isZero();
  }

  @Test
  void theNextOneIsCalledForWhenTheOneBeforeIsSent() {
    registered(DeviceClass.C);
    its.queue("one");
    called();
    opportunity(0);
    its.offered();
    its.queue("two");
    notCalled();

    its.report("one", 0, DownlinkResult.SENT);

    called();
    opportunity(1);
    assertThat(its.offered().downlink().fCnt()).isEqualTo(1);
  }

  @Test
  void aConfirmedOneThatIsNotAcknowledgedInTimeIsSentAgainAndAtLastGivenUp() {
    registered(DeviceClass.C);
    its.queue("on", true);
    called();
    for (int attempt = 0; attempt < 3; attempt++) {
      opportunity(attempt);
      assertThat(its.offered().downlink().fCnt()).isEqualTo(attempt);
      its.report("on", attempt, DownlinkResult.SENT);
      opportunity(attempt + 1);
      its.networkServer.expectMessageClass(NothingToOffer.class); // one is outstanding
      NETWORK.pass(ACKNOWLEDGE_WITHIN);
      called();
    }
    opportunity(3);

    its.networkServer.expectMessageClass(NothingToOffer.class);
    assertThat(its.queued()).isEmpty();
  }

  @Test
  void anUplinkThatHasCrossedAConfirmedOneDoesNotHaveItSentAgain() {
    registered(DeviceClass.C);
    its.queue("on", true);
    called();
    opportunity(0);
    its.offered();
    its.report("on", 0, DownlinkResult.SENT);

    its.uplink(1, device.uplink(1), 1, false);

    its.notOffered();
    assertThat(its.queued()).containsExactly("on AWAITING_ACK");
    its.uplink(2, device.acknowledging(2), 1, true);
    assertThat(its.queued()).isEmpty();
  }

  @Test
  void whatNoGatewayCouldSendIsCalledForAgainAfterAPause() {
    registered(DeviceClass.C);
    its.queue("on");
    called();
    opportunity(0);
    its.offered();

    its.report("on", 0, DownlinkResult.NOT_SENT);

    notCalled();
    NETWORK.pass(Duration.ofSeconds(1));
    called();
  }

  @Test
  void whatWaitsIsCalledForAfterARestart() {
    registered(DeviceClass.C);
    its.queue("on");
    called();

    its.restart();

    called();
    NETWORK.pass(Duration.ofSeconds(30));
    called();
  }

  @Test
  void whatHasATimeOfItsOwnWaitsForItAndOthersGoFirst() {
    registered(DeviceClass.C);
    var at = its.now().plusSeconds(60);
    its.queue(timed("later", at));
    its.replies.expectMessage(new EndDeviceCommand.Queued("later"));
    notCalled();
    its.queue("now");
    called();
    opportunity(0);
    assertThat(its.offered().downlink().downlinkId()).isEqualTo("now");
    its.report("now", 0, DownlinkResult.SENT);
    notCalled();

    NETWORK.pass(Duration.ofSeconds(58));

    called();
    opportunity(1);
    assertThat(its.offered().downlink().classBc().flatMap(ClassBc::absoluteTime)).contains(at);
  }

  @Test
  void aTimeFartherAheadThanAnyTimerRunsIsWaitedForAfterARestartToo() {
    registered(DeviceClass.C);
    var at = its.now().plus(Duration.ofDays(400));
    its.queue(timed("next-year", at));
    its.replies.expectMessage(new EndDeviceCommand.Queued("next-year"));
    its.restart();
    notCalled();

    its.queue("now");

    called();
    opportunity(0);
    assertThat(its.offered().downlink().downlinkId()).isEqualTo("now");
    its.report("now", 0, DownlinkResult.SENT);
    NETWORK.pass(Duration.ofHours(3));
    notCalled();
  }

  @Test
  void noTimeIsSoFarOffThatTheDeviceBreaks() {
    registered(DeviceClass.C);
    its.queue(timed("never", Instant.MAX));
    its.replies.expectMessage(new EndDeviceCommand.Queued("never"));
    its.queue(timed("long-ago", Instant.MIN));
    its.replies.expectMessage(new EndDeviceCommand.Queued("long-ago"));
    called();

    opportunity(0);

    its.networkServer.expectMessageClass(NothingToOffer.class);
    assertThat(its.queued()).containsExactly("never QUEUED");
  }

  @Test
  void aTimeThatHasPassedIsReported() {
    registered(DeviceClass.C);
    its.queue(timed("late", its.now().plusSeconds(1)));
    called();
    NETWORK.pass(Duration.ofSeconds(3));

    opportunity(0);

    its.networkServer.expectMessageClass(NothingToOffer.class);
    assertThat(its.queued()).isEmpty();
  }

  private static DownlinkMessage timed(String id, Instant at) {
    var message =
        DeviceUnderTest.message(id, false, DownlinkMessage.Schedule.LAST, Optional.empty());
    return message.with(new ClassBc(List.of(), Optional.of(at)));
  }
}
