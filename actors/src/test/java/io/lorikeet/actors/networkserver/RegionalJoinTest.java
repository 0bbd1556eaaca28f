package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.broker.DevAddrBroker;
import io.lorikeet.actors.gateway.DownlinkRequest;
import io.lorikeet.actors.handler.EndDeviceNetworkCommand;
import io.lorikeet.actors.networkserver.mac.MacSettings;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.protocol.region.Revision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a join is answered with in other regions than Europe, and which address it gets. */
class RegionalJoinTest {

  private static final TestSystem NETWORK = new TestSystem();

  private static int next = 7_000;

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  @ParameterizedTest
  @CsvSource({
    // Plan, revision, uplink; RX1 and RX2; CFList.
    "US_902_928_FSB_2, RP001-1.0.3A, 903900000, SF10BW125, 923300000, SF10BW500, 923300000, SF12BW500, 00ff0000000000000200000000000001",
    "US_902_928_FSB_2, RP001-1.0.2B, 904100000, SF10BW125, 923900000, SF10BW500, 923300000, SF12BW500, ''",
    "AU_915_928_FSB_2, RP002-1.0.4, 917200000, SF10BW125, 924500000, SF10BW500, 923300000, SF12BW500, 00ff0000000000000200000000000001",
    "AS_923_NDT, RP002-1.0.4, 923400000, SF10BW125, 923400000, SF10BW125, 923200000, SF10BW125, ''",
    "CN_470_510_FSB_11, RP001-1.0.3A, 486300000, SF12BW125, 506700000, SF12BW125, 505300000, SF12BW125, 00000000000000000000ff0000000001",
    "CN_470_510_20_A, RP002-1.0.4, 472500000, SF11BW125, 486100000, SF11BW125, 486900000, SF11BW125, ffffffffffffffff0000000000000001",
    "KR_920_923_TTN, RP002-1.0.4, 922100000, SF12BW125, 922100000, SF12BW125, 921900000, SF12BW125, f8ca8cc8d28c98da8c68e28c00000000",
  })
  void aJoinIsAnsweredAsThePlanSays(
      String plan,
      String revision,
      long uplinkHz,
      String uplinkRate,
      long rx1Hz,
      String rx1Rate,
      long rx2Hz,
      String rx2Rate,
      String cfList) {
    var session = session(plan, revision, SessionUnderTest.SETTINGS);

    var join = joined(session, uplinkHz, uplinkRate);
    session.grant(join, session.device);
    session.addressTaken();

    assertThat(join.accept().cfList()).isEqualTo(Payload.ofHex(cfList));
    var options = session.gatewayAsked().request().options();
    assertThat(options)
        .extracting(option -> option.radio().frequencyHz())
        .containsExactly(rx1Hz, rx2Hz);
    assertThat(options)
        .extracting(option -> option.radio().dataRateText())
        .containsExactly(rx1Rate, rx2Rate);
    assertThat(options)
        .extracting(DownlinkRequest.Option::delayMicros)
        .containsExactly(5_000_000L, 6_000_000L);
  }

  @Test
  void channelsAreNotToldWhereTheDwellTimeLeavesNoRoomForThem() {
    var session = session("AS_923_DT", "RP002-1.0.4", SessionUnderTest.SETTINGS);
    var roomy = session("AS_920_923", "RP002-1.0.4", SessionUnderTest.SETTINGS);

    assertThat(joined(session, 923_200_000, "SF10BW125").accept().cfList().isEmpty()).isTrue();
    assertThat(joined(roomy, 923_200_000, "SF10BW125").accept().cfList().isEmpty()).isFalse();
  }

  @Test
  void whereAddressesAreFewTheLeastUsedOfTwoIsTaken() {
    var session = session("EU_863_870", "RP002-1.0.4", few());
    session.hearJoin(uplink(session, 868_100_000, "SF7BW125"));
    var first = session.brokers.receiveMessage();
    var second = session.brokers.receiveMessage();

    ((DevAddrBroker.CountDevices) first.message()).replyTo().tell(new DevAddrBroker.InUse(12));
    ((DevAddrBroker.CountDevices) second.message()).replyTo().tell(new DevAddrBroker.InUse(11));

    assertThat(first.entityId()).isNotEqualTo(second.entityId());
    assertThat(session.joinHandedUp().accept().devAddr())
        .isEqualTo(DevAddr.parse(second.entityId()));
  }

  @Test
  void anAddressWhoseBrokerIsAwayIsNotTaken() {
    var session = session("EU_863_870", "RP002-1.0.4", few());
    session.hearJoin(uplink(session, 868_100_000, "SF7BW125"));
    var first = session.brokers.receiveMessage();
    session.brokers.receiveMessage();

    ((DevAddrBroker.CountDevices) first.message()).replyTo().tell(new DevAddrBroker.InUse(900));
    session.state();
    NETWORK.pass(Duration.ofSeconds(2));

    assertThat(session.joinHandedUp().accept().devAddr())
        .isEqualTo(DevAddr.parse(first.entityId()));
  }

  private static NetworkServerSettings few() {
    var usual = SessionUnderTest.SETTINGS;
    return new NetworkServerSettings(
        usual.netId(),
        DevAddrBlocks.parse(List.of("fe000080/25", "26010000/26")),
        usual.prepareBefore(),
        usual.gatewayLead(),
        usual.silentBefore(),
        Duration.ofSeconds(2),
        100,
        usual.unprompted());
  }

  private static SessionUnderTest session(
      String plan, String revision, NetworkServerSettings settings) {
    var device = TestDevice.numbered(next++);
    var profile =
        new DeviceProfile(
            device.id(),
            LorawanVersion.V1_0_3,
            plan,
            TestDevice.SETTINGS,
            Revision.parse(revision),
            MacSettings.DEFAULT,
            DeviceClass.A,
            CounterWidth.BITS_32);
    return new SessionUnderTest(NETWORK, device, settings).registered(profile);
  }

  private static EndDeviceNetworkCommand.HandleJoin joined(
      SessionUnderTest session, long frequencyHz, String dataRate) {
    session.hearJoin(uplink(session, frequencyHz, dataRate));
    return session.joinHandedUp();
  }

  private static DeduplicatedUplink uplink(
      SessionUnderTest session, long frequencyHz, String dataRate) {
    var radio = Radio.of(frequencyHz, LoRa.parse(dataRate, "4/5"));
    return new DeduplicatedUplink(
        session.device.joinRequest(1), radio, List.of(Heard.by(1, session.now())));
  }
}
