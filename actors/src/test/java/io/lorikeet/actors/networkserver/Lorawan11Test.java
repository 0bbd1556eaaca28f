package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.ApplicationMessage;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.RejoinOutcome;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.TestDevice11;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.JoinContext.Request;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.mac.ForceRejoin.ForceRejoinReq;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A LoRaWAN 1.1 device and both sides of the network. */
@Isolated("waits few milliseconds only for what is on its way")
class Lorawan11Test {

  private static final TestSystem NETWORK = new TestSystem();
  private static int devices = 7_000;

  private TestDevice11 device = TestDevice11.numbered(++devices);
  private final BothSides network =
      new BothSides(NETWORK, device.base().devEui(), device.base().id());

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private void join(int devNonce) {
    assertThat(network.hearJoin(device.joinRequest(devNonce))).isEqualTo(Outcome.JOINED);
    device = device.joined(network.sent(), Request.JOIN, devNonce).orElseThrow();
  }

  private void joined() {
    network.register(device.otaa());
    join(1);
    assertThat(network.hear(device.saying(0, "0b01"))).isEqualTo(Outcome.DELIVERED);
    network.sent();
  }

  @Test
  void aJoinedDeviceIsUnderstoodAndItsRekeyIndIsConfirmedInAnEncryptedDownlink() {
    network.register(device.otaa());
    join(1);

    assertThat(network.hear(device.saying(0, "0b01"))).isEqualTo(Outcome.DELIVERED);

    assertThat(network.payloads()).containsExactly("count 0");
    var answer = network.sent();
    assertThat(device.takes(answer, 0, 0)).isTrue();
    assertThat(device.commands(answer, 0)).isEqualTo(Payload.ofHex("0b01"));
  }

  @Test
  void networkAndApplicationCountTheirDownlinksApart() {
    joined(); // NFCntDown 0 has confirmed the session
    network.queue("open", true);

    network.hear(device.confirmed(1));

    var downlink = network.sent();
    assertThat(device.takes(downlink, 0, 1)).isTrue(); // AFCntDown 0, acknowledges FCntUp 1
    assertThat(device.read(downlink, 0)).isEqualTo("open");
    network.hear(device.acknowledging(2, 0));
    assertThat(network.logged(ApplicationMessage.DownlinkAcknowledged.class)).hasSize(1);
    network.hear(device.confirmed(3));
    assertThat(device.takes(network.sent(), 1, 3)).isTrue(); // NFCntDown 1
  }

  @Test
  void commandsBesideAnApplicationsDownlinkAreEncryptedByItsCounter() {
    joined();
    network.queue("open", false);

    network.hear(device.saying(1, "02")); // LinkCheckReq

    var downlink = network.sent();
    assertThat(device.takes(downlink, 0, 0)).isTrue();
    assertThat(device.commands(downlink, 0).at(0)).isEqualTo(0x02);
    assertThat(((DataFrame) PhyPayload.parseDownlink(downlink)).fOpts().size()).isEqualTo(3);
  }

  @Test
  void anAcknowledgementIsSignedWithTheCounterOfWhatItAcknowledges() {
    joined();
    network.queue("open", true);
    network.hear(device.uplink(1));
    network.sent();

    assertThat(network.hear(device.acknowledging(2, 9))).isEqualTo(Outcome.BAD_MIC);
    assertThat(network.hear(device.acknowledging(2, 0))).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  void dataRateAndChannelAreSigned() {
    joined();
    var sf7 = Radio.lora(868_300_000, 7, 125_000, "4/5");
    var sf8 = Radio.lora(868_300_000, 8, 125_000, "4/5");
    var onChannel1 = device.uplink(1, FCtrl.NONE, false, Payload.empty(), TestDevice11.radio(0, 1));

    assertThat(network.hear(onChannel1, sf8)).isEqualTo(Outcome.BAD_MIC);
    assertThat(network.hear(device.uplink(1), sf7)).isEqualTo(Outcome.BAD_MIC);
    assertThat(network.hear(onChannel1, sf7)).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  void aChannelThatTheNetworkDoesNotKnowMayStandAnywhereInTheDevicesList() {
    joined();
    var elsewhere = Radio.lora(865_100_000, 7, 125_000, "4/5");

    assertThat(
            network.hear(
                device.uplink(1, FCtrl.NONE, false, Payload.empty(), TestDevice11.radio(0, 9)),
                elsewhere))
        .isEqualTo(Outcome.DELIVERED);
  }

  @Test
  void aRetransmissionOnAnotherChannelIsAnsweredAgainAndNotDeliveredTwice() {
    joined();
    network.hear(device.confirmed(1));
    network.sent();

    var again = device.uplink(1, FCtrl.NONE, true, Payload.empty(), TestDevice11.radio(0, 1));
    var outcome = network.hear(again, Radio.lora(868_300_000, 7, 125_000, "4/5"));

    assertThat(outcome).isEqualTo(Outcome.REPEATED);
    assertThat(device.takes(network.sent(), 2, 1)).isTrue();
    assertThat(network.payloads()).containsExactly("count 0", "count 1");
  }

  @Test
  void aDevNonceCountsUp() {
    network.register(device.otaa());
    join(5);

    assertThat(network.hearJoin(device.joinRequest(5))).isEqualTo(Outcome.DEV_NONCE_REUSED);
    assertThat(network.hearJoin(device.joinRequest(4))).isEqualTo(Outcome.DEV_NONCE_REUSED);
    assertThat(network.hearJoin(device.joinRequest(6))).isEqualTo(Outcome.JOINED);
    assertThat(network.present().joins().lastJoinNonce()).isEqualTo(2);
  }

  @Test
  void eachKindOfRejoinBeginsANewSession() {
    joined();
    rejoined(device.rejoin(0, 0), Request.REJOIN_0, 0);
    rejoined(device.rejoin1(0), Request.REJOIN_1, 0);
    rejoined(device.rejoin(2, 0), Request.REJOIN_2, 0);
    rejoined(device.rejoin1(7), Request.REJOIN_1, 7);
  }

  private void rejoined(Payload request, Request kind, int count) {
    assertThat(network.hearJoin(request)).isEqualTo(Outcome.JOINED);
    var before = device.devAddr();
    device = device.joined(network.sent(), kind, count).orElseThrow();
    assertThat(device.devAddr()).isNotEqualTo(before);
    assertThat(network.hear(device.saying(0, "0b01"))).isEqualTo(Outcome.DELIVERED);
    assertThat(device.commands(network.sent(), 0)).isEqualTo(Payload.ofHex("0b01"));
    assertThat(network.known().pending()).isEmpty();
  }

  @Test
  void theOldSessionGoesOnUntilTheDeviceUsesTheNewOne() {
    joined();
    network.queue("first", false);
    network.hear(device.uplink(1));
    assertThat(device.read(network.sent(), 0)).isEqualTo("first");
    network.hearJoin(device.rejoin(0, 0));
    var accept = network.sent();
    network.queue("second", false);

    assertThat(network.hear(device.uplink(2))).isEqualTo(Outcome.DELIVERED);

    var old = network.sent();
    assertThat(device.takes(old, 1, 0)).isTrue();
    assertThat(device.read(old, 1)).isEqualTo("second");
    var anew = device.joined(accept, Request.REJOIN_0, 0).orElseThrow();
    network.queue("third", false);
    assertThat(network.hear(anew.uplink(0))).isEqualTo(Outcome.DELIVERED);
    assertThat(anew.read(network.sent(), 0)).isEqualTo("third");
    assertThat(network.hear(device.uplink(3))).isEqualTo(Outcome.BAD_MIC);
  }

  @Test
  void aSessionThatTheDeviceMayHaveHeardOfIsKeptWhenItRejoinsByItsRootKeys() {
    network.register(device.otaa());
    join(1);
    for (int lost = 0; lost < 2; lost++) {
      assertThat(network.hearJoin(device.rejoin1(lost))).isEqualTo(Outcome.JOINED);
    }
    assertThat(network.known().alsoPending()).hasSize(2);
    network.restart();

    assertThat(network.hear(device.saying(0, "0b01"))).isEqualTo(Outcome.DELIVERED);

    assertThat(network.known().sessions()).hasSize(1);
  }

  @Test
  void aDeviceThatSaysThatItIsInClassCIsSentToAtOnceThoughItIsRegisteredInClassA() {
    joined();
    assertThat(network.hear(device.saying(1, "2002"))).isEqualTo(Outcome.DELIVERED);
    assertThat(device.commands(network.sent(), 1)).isEqualTo(Payload.ofHex("2002"));

    network.queue("now", false);

    assertThat(device.read(network.sent(), 0)).isEqualTo("now");
    assertThat(network.lastScheduled().request().start()).isPresent();
    network.hear(device.saying(2, "2000"));
    network.sent();
    network.queue("later", false);
    assertThat(network.nothingSent()).isTrue();
  }

  @Test
  void aDeviceIsToldToAskForNewKeysUntilItDoes() {
    joined();
    assertThat(network.wantRejoin(new ForceRejoinReq(0, 3, 0, 2)))
        .isEqualTo(RejoinOutcome.ACCEPTED);

    network.hear(device.uplink(1));
    assertThat(device.commands(network.sent(), 1)).isEqualTo(Payload.ofHex("0e0302"));
    network.hear(device.uplink(2));
    assertThat(device.commands(network.sent(), 2)).isEqualTo(Payload.ofHex("0e0302"));
    rejoined(device.rejoin(0, 0), Request.REJOIN_0, 0);
    network.hear(device.uplink(1));

    assertThat(network.nothingSent()).isTrue();
  }

  @Test
  void noCountOfARejoinIsAcceptedTwiceNotEvenAfterARestart() {
    joined();
    assertThat(network.hearJoin(device.rejoin(0, 3))).isEqualTo(Outcome.JOINED);
    assertThat(network.hearJoin(device.rejoin1(3))).isEqualTo(Outcome.JOINED);
    network.restart();

    assertThat(network.hearJoin(device.rejoin(0, 3))).isEqualTo(Outcome.REPLAYED);
    assertThat(network.hearJoin(device.rejoin(2, 2))).isEqualTo(Outcome.REPLAYED);
    assertThat(network.hearJoin(device.rejoin1(3))).isEqualTo(Outcome.DEV_NONCE_REUSED);
    assertThat(network.hearJoin(device.rejoin(2, 4))).isEqualTo(Outcome.JOINED);
  }

  @Test
  void aForgedRejoinIsRefused() {
    joined();
    var forger = TestDevice11.numbered(6_999);
    var forged =
        new TestDevice11(
            device.base(), forger.nwkKey(), forger.appKey(), device.devAddr(), forger.keys());

    assertThat(network.hearJoin(forged.rejoin(0, 0))).isEqualTo(Outcome.BAD_MIC);
    assertThat(network.hearJoin(forged.rejoin(2, 0))).isEqualTo(Outcome.BAD_MIC);
    assertThat(network.hearJoin(forged.rejoin1(0))).isEqualTo(Outcome.BAD_MIC);
    assertThat(network.nothingSent()).isTrue();
  }

  @Test
  void aPersonalizedDeviceIsServedAndItsResetIndIsConfirmed() {
    network.register(device.abp());
    network.queue("open", true);

    assertThat(network.hear(device.saying(0, "0101"))).isEqualTo(Outcome.DELIVERED);

    var downlink = network.sent();
    assertThat(device.takes(downlink, 0, 0)).isTrue();
    assertThat(device.read(downlink, 0)).isEqualTo("open");
    assertThat(device.commands(downlink, 0)).isEqualTo(Payload.ofHex("0101"));
    assertThat(network.hear(device.acknowledging(1, 0))).isEqualTo(Outcome.DELIVERED);
  }

  @Test
  void aPersonalizedDeviceCannotRejoinByItsRootKeys() {
    network.register(device.abp());

    assertThat(network.hearJoin(device.rejoin1(0))).isEqualTo(Outcome.UNKNOWN_DEVICE);
  }
}
