package io.lorikeet.actors.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinAccepted;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefusal;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefused;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.ProvisionOutcome;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndDeviceTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static int devices;

  private TestDevice device;
  private DeviceUnderTest handler;

  @BeforeEach
  void newDevice() {
    device = TestDevice.numbered(++devices);
    handler = new DeviceUnderTest(NETWORK, device);
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private void abp() {
    handler.registered(device.abp(LorawanVersion.V1_0_3));
  }

  private void otaa(LorawanVersion version) {
    handler.registered(device.otaa(version));
  }

  // Registration.

  @Test
  void aDeviceExistsWhenTheNetworkSideHasTakenIt() {
    var registration = device.otaa(LorawanVersion.V1_0_3);
    handler.tell(new EndDeviceCommand.Register(registration, handler.now(), handler.replies.ref()));
    assertThat(handler.events()).isEmpty();

    handler.networkAnswers(ProvisionOutcome.TAKEN);

    var rejected = handler.replies.expectMessageClass(EndDeviceCommand.Rejected.class);
    assertThat(rejected.reason()).isEqualTo(EndDeviceCommand.Reason.DEV_EUI_TAKEN);
    assertThat(handler.state()).isEqualTo(new EndDeviceState.Absent());
  }

  @Test
  void aNetworkSideThatIsSilentIsNotWaitedForForEver() {
    handler.tell(
        new EndDeviceCommand.Register(
            device.otaa(LorawanVersion.V1_0_3), handler.now(), handler.replies.ref()));
    handler.sessions.receiveMessage();

    NETWORK.pass(Duration.ofSeconds(5));

    var rejected = handler.replies.expectMessageClass(EndDeviceCommand.Rejected.class);
    assertThat(rejected.reason()).isEqualTo(EndDeviceCommand.Reason.UNAVAILABLE);
  }

  @Test
  void theSameRegistrationSentAgainIsNoError() {
    abp();
    var same = device.abp(LorawanVersion.V1_0_3);

    handler.tell(new EndDeviceCommand.Register(same, handler.now(), handler.replies.ref()));

    handler.replies.expectMessage(new EndDeviceCommand.Registered(same));
  }

  @Test
  void aRemovedDeviceIsGoneAfterARestartToo() {
    abp();
    handler.tell(new EndDeviceCommand.Remove(handler.now(), handler.replies.ref()));
    handler.networkAnswers(ProvisionOutcome.DONE);
    handler.replies.expectMessage(new EndDeviceCommand.Removed());

    handler.restart();

    assertThat(handler.state()).isEqualTo(new EndDeviceState.Absent());
  }

  // Uplinks.

  @Test
  void anUplinkIsDecryptedAndTheNetworkHearsWhenItIsLogged() {
    abp();

    handler.uplink(7, device.uplink(7), 0, false);

    var append = handler.appended();
    var uplink = (ApplicationUplink) append.message();
    assertThat(new String(uplink.content().payload().toBytes(), StandardCharsets.US_ASCII))
        .isEqualTo("count 7");
    handler.notOffered();
    handler.logs(append);
    handler.expectLogged("uplink-7");
  }

  @Test
  void anUplinkThatIsHandedUpAgainIsLoggedUnderTheSameName() {
    abp();
    handler.uplink(7, device.uplink(7), 0, false);
    var first = handler.appended().message();
    NETWORK.pass(Duration.ofSeconds(11));
    handler.restart();

    handler.uplinkAgain(7, device.uplink(7));

    assertThat(handler.appended().message().id()).isEqualTo(first.id());
  }

  // Downlinks.

  @Test
  void aQueuedDownlinkIsOfferedWithTheNextUplinkUnderACounterThatIsStored() {
    abp();
    handler.queue("open");
    handler.logAnswers("/scheduled");

    handler.uplink(0, device.uplink(0), 3, false);

    var offer = handler.offered();
    assertThat(offer.downlink().fCnt()).isEqualTo(3);
    assertThat(handler.events())
        .last()
        .isInstanceOfAny(EndDeviceEvent.DownlinkTaken.class, EndDeviceEvent.MessagesLogged.class);
    assertThat(handler.present().queue().lastFCnt()).isEqualTo(3);
  }

  @Test
  void aDownlinkThatIsQueuedWhileTheWindowsAreAheadGoesOutInThem() {
    abp();
    handler.uplink(0, device.uplink(0), 0, false);

    handler.queue("open");

    assertThat(handler.offered().downlink().downlinkId()).isEqualTo("open");
  }

  @Test
  void oneUplinkCarriesOneDownlinkThoughItIsHandedUpTwice() {
    abp();
    handler.queue("one");
    handler.queue("two");
    handler.uplink(0, device.uplink(0), 0, false);
    assertThat(handler.offered().downlink().downlinkId()).isEqualTo("one");

    handler.uplink(0, device.uplink(0), 0, false);

    handler.notOffered();
    assertThat(handler.queued()).containsExactly("one SCHEDULED", "two QUEUED");
  }

  @Test
  void aCounterIsNotUsedForTwoDownlinksThoughTheNetworkNeverGotTheFirst() {
    abp();
    handler.queue("one");
    handler.uplink(0, device.uplink(0), 0, false);
    assertThat(handler.offered().downlink().fCnt()).isZero();
    handler.restart();

    handler.uplink(1, device.uplink(1), 0, false);

    var again = handler.offered();
    assertThat(again.downlink().downlinkId()).isEqualTo("one");
    assertThat(again.downlink().fCnt()).isEqualTo(1);
  }

  @Test
  void aSentDownlinkLeavesTheQueueOnceThoughItIsReportedTwice() {
    abp();
    handler.queue("open");
    handler.logAnswers("/scheduled");
    handler.uplink(0, device.uplink(0), 0, false);
    handler.offered();
    handler.logAnswers("uplink-0");

    handler.report("open", 0, DownlinkResult.SENT);
    handler.report("open", 0, DownlinkResult.SENT);

    handler.logAnswers("/sent-1");
    handler.nothingForTheLog();
    assertThat(handler.queued()).isEmpty();
  }

  @Test
  void aDownlinkThatNoGatewayTookIsTriedAgainAndThenFailsWithAReason() {
    abp();
    handler.queue("open");
    handler.logAnswers("/scheduled");
    for (int attempt = 0; attempt < DeviceUnderTest.SETTINGS.maxAttempts(); attempt++) {
      handler.uplink(attempt, device.uplink(attempt), attempt, false);
      handler.logAnswers("uplink-" + attempt);
      assertThat(handler.offered().downlink().fCnt()).isEqualTo(attempt);
      handler.expectLogged("uplink-" + attempt);
      handler.report("open", attempt, DownlinkResult.NOT_SENT);
    }

    var failed = (ApplicationMessage.DownlinkFailed) handler.logAnswers("/failed");
    assertThat(failed.error()).contains("3 attempts");
    assertThat(handler.queued()).isEmpty();
  }

  @Test
  void aConfirmedDownlinkStaysUntilTheDeviceAcknowledgesIt() {
    abp();
    handler.queue("lock", true);
    handler.logAnswers("/scheduled");
    handler.uplink(0, device.uplink(0), 0, false);
    handler.offered();
    handler.logAnswers("uplink-0");
    handler.expectLogged("uplink-0");
    handler.report("lock", 0, DownlinkResult.SENT);
    handler.logAnswers("/sent-1");
    assertThat(handler.queued()).containsExactly("lock AWAITING_ACK");

    handler.uplink(1, device.acknowledging(1), 1, true);

    handler.logAnswers("uplink-1");
    handler.logAnswers("/acknowledged");
    assertThat(handler.queued()).isEmpty();
  }

  @Test
  void anAcknowledgementIsNotForADownlinkThatNeverReachedTheNetwork() {
    abp();
    handler.queue("lock", true);
    handler.uplink(0, device.uplink(0), 0, false);
    handler.offered();

    handler.uplink(1, device.acknowledging(1), 0, true);

    assertThat(handler.offered().downlink().downlinkId()).isEqualTo("lock");
    assertThat(handler.queued()).containsExactly("lock SCHEDULED");
  }

  @Test
  void anUplinkWhoseWindowsHavePassedTakesNothingFromTheQueue() {
    abp();
    handler.queue("lock");
    var heard = handler.now();
    NETWORK.pass(Duration.ofSeconds(2));

    handler.uplinkSince(heard, 0, device.uplink(0), 0, false);

    handler.notOffered();
    assertThat(handler.queued()).containsExactly("lock QUEUED");
    handler.uplink(1, device.uplink(1), 0, false);
    assertThat(handler.offered().downlink().downlinkId()).isEqualTo("lock");
  }

  @Test
  void anAcknowledgementCountsThoughItsWindowsHavePassed() {
    abp();
    handler.queue("lock", true);
    handler.uplink(0, device.uplink(0), 0, false);
    handler.offered();
    var heard = handler.now();
    NETWORK.pass(Duration.ofSeconds(2));

    handler.uplinkSince(heard, 1, device.acknowledging(1), 1, true);

    assertThat(handler.queued()).isEmpty();
    assertThat(handler.present().outbox().stream().map(ApplicationMessage::id))
        .contains("lock/acknowledged");
  }

  @Test
  void anExpiredDownlinkIsReportedAsFailed() {
    abp();
    handler.queue(
        DeviceUnderTest.message(
            "late",
            false,
            DownlinkMessage.Schedule.LAST,
            Optional.of(handler.now().plusSeconds(1))));
    handler.logAnswers("/scheduled");
    NETWORK.pass(Duration.ofSeconds(2));

    handler.uplink(0, device.uplink(0), 0, false);

    handler.logAnswers("uplink-0");
    handler.logAnswers("/failed");
    assertThat(handler.queued()).isEmpty();
  }

  @Test
  void anOfferOutlivesARestartInOneOfItsEnds() {
    abp();
    handler.queue("open");
    handler.uplink(0, device.uplink(0), 0, false);
    handler.offered();

    handler.restart();
    handler.report("open", 0, DownlinkResult.UNKNOWN);

    assertThat(handler.queued()).isEmpty();
    assertThat(handler.present().outbox().stream().map(ApplicationMessage::id))
        .contains("open/failed");
  }

  // The outbox.

  @Test
  void whatTheLogDoesNotAnswerIsGivenToItAgain() {
    abp();
    handler.queue("one");
    var first = handler.appended();
    handler.queue("two");
    handler.appended();

    NETWORK.pass(Duration.ofSeconds(3));

    assertThat(handler.appended().message().id()).isEqualTo(first.message().id());
    handler.logAnswers("two/scheduled");
  }

  @Test
  void whatTheLogHasIsStoredTogetherAfterAWhile() {
    abp();
    for (int i = 0; i < 5; i++) {
      handler.queue("d" + i);
      handler.logAnswers("/scheduled");
    }
    NETWORK.pass(Duration.ofSeconds(11));

    assertThat(handler.present().outbox()).isEmpty();
    assertThat(handler.events().stream().filter(EndDeviceEvent.MessagesLogged.class::isInstance))
        .hasSizeLessThanOrEqualTo(6);
    handler.restart();
    handler.nothingForTheLog();
  }

  @Test
  void theOutboxIsBoundedThoughTheLogIsAway() {
    abp();
    for (int i = 0; i < 2 * EndDeviceState.Present.MAX_OUTBOX; i++) {
      handler.queue(
          DeviceUnderTest.message(
              "d" + i, false, DownlinkMessage.Schedule.REPLACE, Optional.empty()));
      handler.replies.receiveMessage();
    }

    assertThat(handler.present().outbox()).hasSize(EndDeviceState.Present.MAX_OUTBOX);
  }

  @Test
  void whatIsTooLargeForAnUplinksWindowsWaitsAndBlocksNothing() {
    abp();
    handler.queue(large("large"));
    handler.replies.receiveMessage();
    handler.queue("small");

    handler.uplink(1, device.uplink(1), 0, false);

    assertThat(handler.offered().downlink().downlinkId()).isEqualTo("small");
    assertThat(handler.queued()).containsExactly("large QUEUED", "small SCHEDULED");
  }

  @Test
  void orItFailsIfTheOperatorWantsThat() {
    handler =
        new DeviceUnderTest(
            NETWORK,
            device,
            new EndDeviceSettings(
                3,
                true,
                Duration.ofSeconds(2),
                100,
                new EndDeviceSettings.Unprompted(Duration.ofSeconds(10), Duration.ofSeconds(30))));
    abp();
    handler.queue(large("large"));
    handler.replies.receiveMessage();
    handler.queue("small");

    handler.uplink(1, device.uplink(1), 0, false);

    assertThat(handler.offered().downlink().downlinkId()).isEqualTo("small");
    assertThat(handler.queued()).containsExactly("small SCHEDULED");
    assertThat(handler.events())
        .contains(
            new EndDeviceEvent.DownlinkGivenUp(
                "large", "too large: 52 bytes, the windows carry 51", handler.now()));
  }

  private static DownlinkMessage large(String id) {
    return new DownlinkMessage(
        id,
        2,
        Payload.of(new byte[52]),
        false,
        DownlinkMessage.Schedule.LAST,
        Optional.empty(),
        Optional.empty());
  }

  // Joins.

  @Test
  void aJoinGivesTheDeviceAndTheNetworkTheSameSession() {
    otaa(LorawanVersion.V1_0_3);

    var accepted = (JoinAccepted) handler.join(device.joinRequest(9), "00000042", Optional.empty());

    var joined = device.joined(accepted.phy(), 9).orElseThrow();
    assertThat(joined.devAddr()).isEqualTo(DevAddr.parse("00000042"));
    assertThat(accepted.nwkSKey()).isEqualTo(joined.keys().nwkSKey());
    assertThat(handler.present().session().orElseThrow().appSKey())
        .isEqualTo(joined.keys().appSKey());
  }

  @Test
  void aDevNonceIsNotAcceptedTwiceNotEvenAfterARestart() {
    otaa(LorawanVersion.V1_0_3);
    handler.join(device.joinRequest(9), "00000042", Optional.empty());
    handler.restart();

    var answer = handler.join(device.joinRequest(9), "00000043", Optional.empty());

    assertThat(answer)
        .isEqualTo(new JoinRefused(JoinRefusal.DEV_NONCE_REUSED, DevAddr.parse("00000043")));
    assertThat(handler.present().sessions()).hasSize(1);
  }

  @Test
  void aForgedJoinIsRefusedAndNothingIsStored() {
    otaa(LorawanVersion.V1_0_3);
    int before = handler.events().size();
    var forger = TestDevice.numbered(5_000);
    var forged =
        new TestDevice(
            device.id(), device.devEui(), forger.appKey(), device.devAddr(), device.keys());

    var answer = handler.join(forged.joinRequest(1), "00000042", Optional.empty());

    assertThat(((JoinRefused) answer).reason()).isEqualTo(JoinRefusal.BAD_MIC);
    assertThat(handler.events()).hasSize(before);
  }

  @Test
  void theSessionInUseIsReadableThoughTheDeviceHearsNoneOfItsJoins() {
    otaa(LorawanVersion.V1_0_4);
    var accepted = (JoinAccepted) handler.join(device.joinRequest(1), "00000042", Optional.empty());
    var first = device.joined(accepted.phy(), 1).orElseThrow();
    for (int nonce = 2; nonce < 6; nonce++) {
      handler.join(device.joinRequest(nonce), "0000010" + nonce, Optional.of(first.devAddr()));
    }
    handler.logs.receiveSeveralMessages(5);

    handler.handUp(
        "uplink-old",
        first.devAddr(),
        1,
        first.uplink(1),
        new EndDeviceNetworkCommand.Answer(0, 51, false, handler.now().plusMillis(500)));

    handler.logAnswers("uplink-old");
    handler.expectLogged("uplink-old");
  }

  @Test
  void whatWasUnderWayInTheOldSessionWaitsAgainInTheNewOne() {
    otaa(LorawanVersion.V1_0_3);
    var accepted = (JoinAccepted) handler.join(device.joinRequest(1), "00000042", Optional.empty());
    var joined = device.joined(accepted.phy(), 1).orElseThrow();
    handler.queue("lock", true);
    handler.handUp(
        "uplink-a",
        joined.devAddr(),
        0,
        joined.uplink(0),
        new EndDeviceNetworkCommand.Answer(0, 51, false, handler.now().plusMillis(500)));
    handler.offered();

    var again =
        (JoinAccepted)
            handler.join(device.joinRequest(2), "00000043", Optional.of(joined.devAddr()));
    assertThat(handler.queued()).containsExactly("lock SCHEDULED");
    var anew = device.joined(again.phy(), 2).orElseThrow();
    handler.handUp(
        "uplink-b",
        anew.devAddr(),
        0,
        anew.uplink(0),
        new EndDeviceNetworkCommand.Answer(0, 51, false, handler.now().plusMillis(500)));

    var offer = handler.offered();
    assertThat(offer.downlink().downlinkId()).isEqualTo("lock");
    assertThat(offer.downlink().fCnt()).isZero();
  }
}
