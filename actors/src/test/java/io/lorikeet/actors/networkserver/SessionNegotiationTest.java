package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand.HandleUplink;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.DownlinkPrepared;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinkAccepted;
import io.lorikeet.actors.networkserver.adr.AdrDecision.Reason;
import io.lorikeet.actors.networkserver.adr.AdrSettings;
import io.lorikeet.actors.networkserver.adr.LinkSettings;
import io.lorikeet.actors.networkserver.mac.Ask;
import io.lorikeet.actors.networkserver.mac.DeviceStatus;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.actors.networkserver.mac.MacState;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.DataCrypto;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.mac.DevStatus;
import io.lorikeet.protocol.mac.LinkAdr;
import io.lorikeet.protocol.mac.MacCommand;
import io.lorikeet.protocol.mac.MacCommands;
import io.lorikeet.protocol.mac.NewChannel;
import io.lorikeet.protocol.mac.RxParamSetup;
import io.lorikeet.protocol.mac.RxTimingSetup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MAC commands on their way through a device's session. */
class SessionNegotiationTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final FCtrl ADR = new FCtrl(true, false, false, false);
  private static final Radio SF12 = Radio.lora(868_100_000, 12, 125_000, "4/5");
  private static int devices = 700;

  private TestDevice device;
  private SessionUnderTest session;
  private long fCnt;
  private long fCntDown;
  private HandleUplink last;

  @BeforeEach
  void newDevice() {
    device = TestDevice.numbered(++devices);
    session = new SessionUnderTest(NETWORK, device);
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  @Test
  void aDeviceThatIsAsItShallBeIsNotAskedAnythingAndCostsNoFurtherEvent() {
    session.personalized(LorawanVersion.V1_0_3);

    for (int i = 0; i < 5; i++) {
      hear(Heard.SF7, FCtrl.NONE);
    }

    session.noGatewayAsked();
    assertThat(session.events()).filteredOn(DownlinkPrepared.class::isInstance).isEmpty();
    assertThat(session.events())
        .filteredOn(UplinkAccepted.class::isInstance)
        .allMatch(event -> ((UplinkAccepted) event).mac().isEmpty());
  }

  @Test
  void aDeviceThatIsHeardWellIsMadeFasterAndThenLeftAlone() {
    session.personalized(LorawanVersion.V1_0_3);
    hear(SF12, ADR);
    // 7 dB with SF12 and few uplinks: 27 - 15 - 2.5, three steps of 2.5 dB
    assertThat(commands(answered())).containsExactly(new LinkAdr.LinkADRReq(3, 1, 0xff, 0, 1));
    assertThat(mac().link().decision().orElseThrow().reason()).isEqualTo(Reason.FASTER);

    hear(Radio.lora(868_100_000, 9, 125_000, "4/5"), ADR, new LinkAdr.LinkADRAns(true, true, true));

    assertThat(mac().current().link()).isEqualTo(new LinkSettings(3, 1, 1));
    assertThat(mac().asks()).isEmpty();
    session.restart();
    session.handedUp();
    assertThat(mac().current().link()).isEqualTo(new LinkSettings(3, 1, 1));
  }

  @Test
  void aDeviceIsNotMadeFasterIfTheOperatorDoesNotWantIt() {
    personalized(adr(AdrSettings.Mode.OFF));

    hear(SF12, ADR);

    NETWORK.pass(Duration.ofMillis(600));
    session.noGatewayAsked();
  }

  @Test
  void aDeviceIsGivenWhatTheOperatorHasFixed() {
    personalized(adr(AdrSettings.Mode.STATIC));

    hear(SF12, ADR);

    assertThat(commands(answered())).containsExactly(new LinkAdr.LinkADRReq(2, 0, 0xff, 0, 2));
  }

  @Test
  void aDeviceThatAsksWhetherItIsHeardIsAnsweredEvenIfNothingChanges() {
    session.personalized(LorawanVersion.V1_0_3);

    hear(Heard.SF7, new FCtrl(true, true, false, false));

    var answer = answered();
    assertThat(commands(answer)).isEmpty();
    assertThat(frame(answer).fCtrl().adr()).isTrue();
  }

  @Test
  void newWindowsHoldFromTheUplinkOnThatAgreesToThem() {
    session.personalized(LorawanVersion.V1_0_3);
    change(new DeviceProfile.Settings(5, 2, 3, 869_525_000));
    hear(Heard.SF7, FCtrl.NONE);

    var asked = answered();
    assertThat(asked.request().options().get(0).delayMicros()).isEqualTo(1_000_000);
    assertThat(commands(asked))
        .containsExactly(
            new RxParamSetup.RXParamSetupReq(2, 3, 869_525_000),
            new RxTimingSetup.RXTimingSetupReq(5));

    hear(
        Heard.SF7,
        FCtrl.NONE,
        new RxParamSetup.RXParamSetupAns(true, true, true),
        new RxTimingSetup.RXTimingSetupAns());
    assertThat(shown()).isEmpty();
    NETWORK.pass(Duration.ofSeconds(4));
    var answer = answered();
    assertThat(commands(answer)).isEmpty();
    var options = answer.request().options();
    assertThat(options.get(0).delayMicros()).isEqualTo(5_000_000);
    assertThat(options.get(0).radio().spreadingFactor()).isEqualTo(9);
    assertThat(options.get(1).radio().spreadingFactor()).isEqualTo(9);

    hear(Heard.SF7, FCtrl.NONE);
    NETWORK.pass(Duration.ofSeconds(5));
    session.noGatewayAsked();
  }

  @Test
  void aDeviceThatHasNotHeardTheAnswerIsAskedTheSameAgain() {
    session.personalized(LorawanVersion.V1_0_3);
    change(new DeviceProfile.Settings(5, 2, 3, 869_525_000));
    hear(Heard.SF7, FCtrl.NONE);
    var asked = commands(answered());
    NETWORK.pass(Duration.ofSeconds(3));

    session.hear(
        new DeduplicatedUplink(last.frame().phy(), Heard.SF7, List.of(Heard.by(1, session.now()))));

    assertThat(session.verdicts.receiveMessage().outcome()).isEqualTo(Outcome.REPEATED);
    assertThat(commands(answered())).isEqualTo(asked).isNotEmpty();
    assertThat(mac().asks()).extracting(Ask::tries).containsOnly(1);
  }

  @Test
  void commandsGoBesideADownlinkOfTheApplication() {
    session.personalized(LorawanVersion.V1_0_3);
    change(new DeviceProfile.Settings(5, 0, 0, 869_525_000));
    hear(Heard.SF7, FCtrl.NONE);
    var uplink = last;
    assertThat(uplink.answer().maxPayload()).isEqualTo(242 - 2);

    session.offer(uplink, "open", fCntDown, false);

    var asked = session.gatewayAsked();
    assertThat(commands(asked)).containsExactly(new RxTimingSetup.RXTimingSetupReq(5));
    assertThat(device.read(asked.request().phy(), fCntDown - 1)).isEqualTo("open");
  }

  @Test
  void whatDoesNotFitBesideGoesAloneOnPort0() {
    personalized(
        new MacSettings(
            AdrSettings.DEFAULT,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(List.of())));

    hear(Heard.SF7, FCtrl.NONE);

    var asked = answered();
    assertThat(frame(asked).fPort()).isZero();
    assertThat(commands(asked)).hasSize(5).hasOnlyElementsOfType(NewChannel.NewChannelReq.class);
  }

  @Test
  void aDeviceIsAskedHowItIsOnceInAPeriod() {
    personalized(
        new MacSettings(
            AdrSettings.DEFAULT,
            3600,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    hear(Heard.SF7, FCtrl.NONE);
    assertThat(commands(answered())).containsExactly(new DevStatus.DevStatusReq());

    hear(Heard.SF7, FCtrl.NONE, new DevStatus.DevStatusAns(254, -5));
    assertThat(mac().status().map(DeviceStatus::battery)).contains(254);
    NETWORK.pass(Duration.ofMinutes(30));
    hear(Heard.SF7, FCtrl.NONE);
    NETWORK.pass(Duration.ofMillis(600));
    session.noGatewayAsked();
    NETWORK.pass(Duration.ofMinutes(30));
    hear(Heard.SF7, FCtrl.NONE);
    assertThat(commands(answered())).containsExactly(new DevStatus.DevStatusReq());
  }

  @Test
  void whatTheDeviceRefusesIsShownAndNotAskedAgain() {
    session.personalized(LorawanVersion.V1_0_3);
    change(new DeviceProfile.Settings(1, 0, 0, 863_100_000));
    hear(Heard.SF7, FCtrl.NONE);
    assertThat(commands(answered())).hasSize(1);

    hear(Heard.SF7, FCtrl.NONE, new RxParamSetup.RXParamSetupAns(false, true, true));
    assertThat(commands(answered())).isEmpty();

    assertThat(mac().asks())
        .singleElement()
        .satisfies(ask -> assertThat(ask.outcome()).isEqualTo(Ask.Outcome.REFUSED));
    hear(Heard.SF7, FCtrl.NONE);
    NETWORK.pass(Duration.ofMillis(600));
    session.noGatewayAsked();
  }

  @Test
  void aRequestThatWasRefusedIsShownUntilItIsNotWantedAnyMore() {
    session.personalized(LorawanVersion.V1_0_3);
    change(new DeviceProfile.Settings(1, 0, 0, 863_100_000));
    hear(Heard.SF7, FCtrl.NONE);
    answered();
    hear(Heard.SF7, FCtrl.NONE, new RxParamSetup.RXParamSetupAns(false, true, true));
    answered();
    assertThat(shown())
        .singleElement()
        .satisfies(
            ask -> {
              assertThat(ask.outcome()).isEqualTo(Ask.Outcome.REFUSED);
              assertThat(ask.reason()).isEqualTo("frequency");
            });

    change(TestDevice.SETTINGS);
    assertThat(shown()).isEmpty();
    change(new DeviceProfile.Settings(1, 0, 3, 869_525_000));
    assertThat(shown()).isEmpty();
    change(new DeviceProfile.Settings(1, 0, 0, 863_100_000));
    assertThat(shown()).hasSize(1);
  }

  @Test
  void aRequestThatIsNotAnsweredIsShownWithItsTriesUntilItIsNotWantedAnyMore() {
    session.personalized(LorawanVersion.V1_0_3);
    change(new DeviceProfile.Settings(5, 0, 0, 869_525_000));
    hear(Heard.SF7, FCtrl.NONE);
    answered();
    assertThat(shown()).extracting(Ask::outcome).containsExactly(Ask.Outcome.SENT);

    hear(Heard.SF7, FCtrl.NONE);
    answered();
    assertThat(shown()).extracting(Ask::tries).containsExactly(2);
    hear(Heard.SF7, FCtrl.NONE);
    answered();
    hear(Heard.SF7, FCtrl.NONE);
    assertThat(shown()).extracting(Ask::outcome).containsExactly(Ask.Outcome.GIVEN_UP);

    change(TestDevice.SETTINGS);
    assertThat(shown()).isEmpty();
  }

  /** What people see of the requests. */
  private List<Ask> shown() {
    var details = NETWORK.<DeviceSessionCommand.SessionAnswer>probe();
    session.tell(new DeviceSessionCommand.GetSession(details.ref()));
    var shown = details.receiveMessage().session().orElseThrow();
    return shown.mac().orElseThrow().state().asks();
  }

  private void hear(Radio radio, FCtrl fCtrl, MacCommand... commands) {
    NETWORK.pass(Duration.ofSeconds(10));
    var phy = device.uplink(fCnt++, fCtrl, false, MacCommands.encode(List.of(commands)), 1, "data");
    session.hear(new DeduplicatedUplink(phy, radio, List.of(Heard.by(1, session.now()))));
    last = session.handedUp();
    session.logged(last);
    session.verdicts.receiveMessage();
  }

  /** The windows of the last uplink are near. */
  private SessionUnderTest.AskedGateway answered() {
    NETWORK.pass(Duration.ofMillis(600));
    return session.gatewayAsked();
  }

  private static DataFrame frame(SessionUnderTest.AskedGateway asked) {
    return (DataFrame) PhyPayload.parseDownlink(asked.request().phy());
  }

  private List<MacCommand> commands(SessionUnderTest.AskedGateway asked) {
    var frame = frame(asked);
    assertThat(device.takes(asked.request().phy(), fCntDown)).isTrue();
    var clear =
        frame.fPort() == 0
            ? DataCrypto.crypt(
                device.keys().nwkSKey(),
                Direction.DOWN,
                device.devAddr(),
                fCntDown,
                frame.frmPayload())
            : frame.fOpts();
    fCntDown++;
    return MacCommands.parse(Direction.DOWN, clear.isEmpty() ? Payload.empty() : clear);
  }

  private MacState mac() {
    return session.known().current().orElseThrow().mac().orElseThrow().state();
  }

  private static MacSettings adr(AdrSettings.Mode mode) {
    return new MacSettings(
        new AdrSettings(
            mode,
            15,
            AdrSettings.Range.ANY,
            new AdrSettings.Fixed(Optional.of(2), Optional.of(0), Optional.of(2))),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void personalized(MacSettings mac) {
    provision(profile(TestDevice.SETTINGS, mac));
  }

  private void change(DeviceProfile.Settings settings) {
    provision(profile(settings, MacSettings.DEFAULT));
  }

  private DeviceProfile profile(DeviceProfile.Settings settings, MacSettings mac) {
    return new DeviceProfile(
        device.id(),
        LorawanVersion.V1_0_3,
        "EU_863_870",
        settings,
        Optional.empty(),
        mac,
        DeviceClass.A,
        CounterWidth.BITS_32);
  }

  /** Until it is done. */
  private void provision(DeviceProfile profile) {
    var replies = NETWORK.<DeviceSessionCommand.Provisioned>probe();
    session.tell(
        new DeviceSessionCommand.Provision(
            profile,
            Optional.of(
                new DeviceSessionCommand.AbpSession(
                    device.devAddr(), device.keys().nwkSKey(), Optional.empty(), Optional.empty())),
            session.now(),
            replies.ref()));
    session.addressTaken();
    replies.receiveMessage();
  }
}
