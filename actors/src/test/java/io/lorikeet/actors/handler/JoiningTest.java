package io.lorikeet.actors.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleJoin;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinParameters;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.JoinRefusal;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.NetworkReply;
import io.lorikeet.actors.handler.EndDeviceState.Present;
import io.lorikeet.actors.networkserver.LorawanVersion;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestDevice11;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.JoinAccept;
import io.lorikeet.protocol.frame.JoinAcceptContents;
import io.lorikeet.protocol.frame.JoinContext.Request;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.JoinEui;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JoiningTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final Instant AT = Instant.parse("2024-05-01T12:00:00Z");
  private static final DevAddr NEW = DevAddr.parse("00000042");

  private final TestDevice ten = TestDevice.numbered(1);
  private final TestDevice11 eleven = TestDevice11.numbered(2);

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private static Present registered(EndDeviceRegistration registration) {
    return Present.of(new EndDeviceEvent.DeviceRegistered(registration, AT, List.of()));
  }

  private static Joining decide(Present device, Payload phy) {
    return Joining.decide(
        device,
        new HandleJoin(
            phy,
            new JoinParameters(
                TestDevice11.NET_ID,
                NEW,
                Optional.empty(),
                TestDevice.SETTINGS,
                Payload.ofHex("184f84e85684b85e84886684586e8400")),
            AT,
            new UplinkRadio(Heard.SF7, 50_000, List.of(Heard.by(1, AT))),
            NETWORK.<NetworkReply>probe().ref()));
  }

  private static Joining.Granted granted(Present device, Payload phy) {
    return (Joining.Granted) decide(device, phy);
  }

  private static Joining.Refused refused(Present device, Payload phy) {
    return (Joining.Refused) decide(device, phy);
  }

  @Test
  void theJoinAcceptOf10SaysWhatTheNetworkGives() {
    var granted = granted(registered(ten.otaa(LorawanVersion.V1_0_3)), ten.joinRequest(7));

    var contents =
        JoinAcceptContents.decode10(new JoinAccept(granted.accepted().phy()), ten.appKey());

    assertThat(contents)
        .contains(
            new JoinAcceptContents(
                1,
                TestDevice11.NET_ID,
                NEW,
                0,
                0,
                false,
                1,
                Payload.ofHex("184f84e85684b85e84886684586e8400")));
    assertThat(granted.accepted().keys11()).isEmpty();
  }

  @Test
  void bothSidesOfA11SessionGetWhatTheDeviceDerives() {
    var granted = granted(registered(eleven.otaa()), eleven.joinRequest(7));

    var joined = eleven.joined(granted.accepted().phy(), Request.JOIN, 7).orElseThrow();

    assertThat(granted.accepted().nwkSKey()).isEqualTo(joined.keys().fNwkSIntKey());
    assertThat(granted.accepted().keys11()).contains(joined.networkKeys());
    assertThat(((EndDeviceEvent.DeviceJoined) granted.event()).appSKey())
        .isEqualTo(joined.keys().appSKey());
  }

  @Test
  void aDeviceThatIsRegisteredAs10IsAnsweredAs10WithItsNwkKey() {
    var registration =
        new EndDeviceRegistration(
            eleven.base().id(),
            eleven.base().devEui(),
            Optional.of(TestDevice.JOIN_EUI),
            EndDeviceRegistration.Otaa.with(eleven.nwkKey()),
            eleven.base().profile(LorawanVersion.V1_0_4),
            eleven.otaa().labels());

    var granted = granted(registered(registration), eleven.joinRequest(7));

    var contents =
        JoinAcceptContents.decode10(new JoinAccept(granted.accepted().phy()), eleven.nwkKey());
    assertThat(contents).map(JoinAcceptContents::optNeg).contains(false);
    assertThat(refused(registered(registration), eleven.rejoin1(0)).reason())
        .isEqualTo(JoinRefusal.UNKNOWN_DEVICE);
  }

  @Test
  void aRejoinIsAnsweredForItsTypeOnly() {
    var device = registered(eleven.otaa());

    var accept = granted(device, eleven.rejoin(0, 3)).accepted().phy();

    assertThat(eleven.joined(accept, Request.REJOIN_0, 3)).isPresent();
    assertThat(eleven.joined(accept, Request.REJOIN_2, 3)).isEmpty();
    assertThat(eleven.joined(accept, Request.REJOIN_0, 4)).isEmpty();
    assertThat(eleven.joined(accept, Request.JOIN, 3)).isEmpty();
  }

  @Test
  void joinNoncesCountUpOverJoinsAndRejoins() {
    var device = registered(eleven.otaa());
    for (var phy :
        List.of(
            eleven.joinRequest(1), eleven.rejoin(0, 0), eleven.rejoin1(0), eleven.rejoin(2, 1))) {
      device = device.on(granted(device, phy).event());
    }

    assertThat(device.joins().lastJoinNonce()).isEqualTo(4);
    assertThat(device.joins().nextRjCount1()).isEqualTo(1);
    assertThat(refused(device, eleven.rejoin1(0)).reason()).isEqualTo(JoinRefusal.DEV_NONCE_REUSED);
  }

  @Test
  void whoHasNotTheKeyIsNotListenedTo() {
    var stranger = TestDevice11.numbered(9);
    var device = registered(eleven.otaa());
    var forged =
        JoinRequest.create(TestDevice.JOIN_EUI, eleven.base().devEui(), 1, stranger.nwkKey());

    var refused = refused(device, forged.phy());

    assertThat(refused.reason()).isEqualTo(JoinRefusal.BAD_MIC);
    assertThat(refused.signed()).isFalse();
    var byAppKey =
        JoinRequest.create(TestDevice.JOIN_EUI, eleven.base().devEui(), 1, eleven.appKey());
    assertThat(refused(device, byAppKey.phy()).reason()).isEqualTo(JoinRefusal.BAD_MIC);
  }

  @Test
  void anotherJoinEuiIsRefusedAndTheApplicationHearsOfIt() {
    var elsewhere = JoinRequest.create(new JoinEui(7), eleven.base().devEui(), 1, eleven.nwkKey());

    var refused = refused(registered(eleven.otaa()), elsewhere.phy());

    assertThat(refused.reason()).isEqualTo(JoinRefusal.JOIN_EUI_MISMATCH);
    assertThat(refused.signed()).isTrue();
  }

  @Test
  void withoutAJoinNonceLeftNobodyJoins() {
    var device = registered(eleven.otaa());
    var usedUp =
        new Present(
            device.registration(),
            new EndDeviceState.Joins(DevNonces.NONE, Joining.MAX_JOIN_NONCE, 0),
            device.sessions(),
            device.queue(),
            device.outbox(),
            device.past());

    assertThat(refused(usedUp, eleven.joinRequest(1)).reason())
        .isEqualTo(JoinRefusal.JOIN_NONCES_USED_UP);
    assertThat(refused(usedUp, eleven.rejoin(0, 0)).reason())
        .isEqualTo(JoinRefusal.JOIN_NONCES_USED_UP);
  }

  @Test
  void aDeviceWithAFixedSessionDoesNotJoin() {
    assertThat(refused(registered(eleven.abp()), eleven.joinRequest(1)).reason())
        .isEqualTo(JoinRefusal.UNKNOWN_DEVICE);
  }
}
