package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestDevice11;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.mac.MacCommands;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MacAnswersTest {

  private static final Instant AT = Instant.parse("2024-05-01T12:00:00Z");

  private final TestDevice device = TestDevice.numbered(1);
  private final TestDevice11 eleven = TestDevice11.numbered(2);
  private final Session session =
      Session.start(
          device.devAddr(), device.keys().nwkSKey(), Optional.empty(), AT, Optional.empty());
  private final Session session11 =
      Session.start(
          eleven.devAddr(),
          eleven.keys().fNwkSIntKey(),
          Optional.of(eleven.networkKeys()),
          AT,
          Optional.empty());

  private static DeduplicatedUplink heard(int... gateways) {
    return Heard.frame(Payload.ofHex("40"), AT, gateways);
  }

  private Payload answers(Session its, String commands) {
    var requests = MacCommands.parse(Direction.UP, Payload.ofHex(commands));
    return MacCommands.encode(MacAnswers.to(requests, its, heard(1, 2)));
  }

  @Test
  void aLinkCheckSaysMarginAndGateways() {
    // SNR 7 dB; SF7 needs -7.5 dB.
    assertThat(answers(session, "02")).isEqualTo(Payload.ofHex("020e02"));
  }

  @Test
  void theTimeIsThatOfTheEndOfTheUplinkInGpsSeconds() {
    var answer = answers(session, "0d");

    // 1,398,600,018 s after 1980-01-06, of which 18 are leap seconds.
    assertThat(answer).isEqualTo(Payload.ofHex("0d52f15c5300"));
  }

  @Test
  void requestsAreAnsweredInTheirOrder() {
    assertThat(answers(session, "0d02").at(0)).isEqualTo(0x0d);
    assertThat(answers(session, "020d").at(0)).isEqualTo(0x02);
  }

  @Test
  void whatDoesNotFitIsLeftOut() {
    assertThat(answers(session, "02".repeat(6)).size()).isEqualTo(15);
  }

  @Test
  void rekeyAndResetAreConfirmedIn11Only() {
    assertThat(answers(session11, "0b01")).isEqualTo(Payload.ofHex("0b01"));
    assertThat(answers(session11, "0101")).isEqualTo(Payload.ofHex("0101"));
    assertThat(answers(session, "0b01").isEmpty()).isTrue();
  }

  @Test
  void anAnswerOfTheDeviceIsNotAnswered() {
    assertThat(answers(session, "0307").isEmpty()).isTrue();
  }

  @Test
  void commandsAreReadFromFOptsAndFromPort0() {
    var fOpts = device.uplink(3, FCtrl.NONE, false, Payload.ofHex("02"), 1, "x");
    var port0 = device.uplink(3, FCtrl.NONE, false, Payload.empty(), 0, "\u0002");
    for (var phy : new Payload[] {fOpts, port0}) {
      var commands = UplinkCommands.of((DataFrame) PhyPayload.parseUplink(phy), session, 3);
      assertThat(MacCommands.encode(commands)).isEqualTo(Payload.ofHex("02"));
    }
  }

  @Test
  void theFOptsOf11AreDecryptedWithTheWholeCounter() {
    var phy = eleven.saying(70_000, "0b01");

    var commands = UplinkCommands.of((DataFrame) PhyPayload.parseUplink(phy), session11, 70_000);

    assertThat(MacCommands.encode(commands)).isEqualTo(Payload.ofHex("0b01"));
  }

  @Test
  void manyCommandsGoToPort0IfNothingElseGoesAlong() {
    var commands = Payload.ofHex("020e02".repeat(6));

    var phy =
        DownlinkFrames.data(session11, 4, OptionalLong.empty(), false, commands, Optional.empty());

    assertThat(eleven.takes(phy, 4, 0)).isTrue();
    var frame = (DataFrame) PhyPayload.parseDownlink(phy);
    assertThat(frame.fPort()).isZero();
    assertThat(
            DataCrypto.crypt(
                eleven.keys().nwkSEncKey(),
                Direction.DOWN,
                eleven.devAddr(),
                4,
                frame.frmPayload()))
        .isEqualTo(commands);
  }
}
