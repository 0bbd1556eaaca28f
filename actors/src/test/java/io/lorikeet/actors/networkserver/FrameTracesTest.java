package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lorikeet.actors.gateway.GatewayCommand;
import io.lorikeet.actors.router.UplinkEnd;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.FrameLines;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator can follow of a frame: lines and times of each step. */
class FrameTracesTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static int devices = 700;

  private TestDevice device;
  private SessionUnderTest session;
  private FrameLines lines;

  @BeforeEach
  void newDevice() {
    device = TestDevice.numbered(++devices);
    session = new SessionUnderTest(NETWORK, device);
    lines = FrameLines.of("dev_eui", device.devEui());
  }

  @AfterEach
  void lookNoMore() {
    lines.close();
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  @Test
  void anAcceptedUplinkAndItsAnswerNameTheUplinkTheDeviceAndTheGateway() {
    session.personalized(LorawanVersion.V1_0_3);
    var prepared = NETWORK.hop("downlink", "prepared").count();
    session.hear(device.uplink(3), 1, 2);
    var uplink = session.handedUp();
    session.offer(uplink, "turn", 0, false);
    var asked = session.gatewayAsked();
    asked.answer(GatewayCommand.Outcome.AIRTIME_CONFLICT);
    session.gatewayAsked().accept();
    session.reported();

    assertThat(lines.messages())
        .containsExactly(
            "uplink accepted",
            "downlink scheduled",
            "downlink refused",
            "downlink scheduled",
            "downlink sent");
    assertThat(lines.all())
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains(
                        entry("uplink_id", uplink.uplinkId()),
                        entry("dev_eui", device.devEui().toString()))
                    .containsKey("gateway_eui"));
    assertThat(lines.of("uplink accepted"))
        .contains(
            entry("gateway_eui", Heard.gateway(2).toString()),
            entry("gateways", "2"),
            entry("f_cnt", "3"));
    assertThat(lines.of("downlink refused"))
        .contains(entry("outcome", "airtime_conflict"), entry("gateway_eui", asked.gateway()));
    assertThat(lines.of("downlink sent")).contains(entry("downlink_id", "turn"));
    assertThat(NETWORK.hop("downlink", "prepared").count()).isEqualTo(prepared + 1);
  }

  @Test
  void aJoinIsTimedUntilItIsAnswered() {
    session.registered(LorawanVersion.V1_0_3);
    var accepted = NETWORK.hop("join", "accepted").count();
    var answered = NETWORK.hop("join", "answered").count();
    long window = session.hearJoin(device.joinRequest(1), 1);
    var join = session.joinHandedUp();
    session.grant(join, device);
    var devAddr = session.addressTaken();
    assertThat(session.expectVerdict(window, Outcome.JOINED)).isEqualTo(UplinkEnd.JOINED);
    assertThat(NETWORK.hop("join", "accepted").count()).isEqualTo(accepted + 1);

    session.gatewayAsked().accept();
    session.state();

    assertThat(NETWORK.hop("join", "answered").count()).isEqualTo(answered + 1);
    assertThat(lines.messages())
        .containsExactly("join accepted", "downlink scheduled", "downlink sent");
    assertThat(lines.of("join accepted"))
        .contains(
            entry("gateway_eui", Heard.gateway(1).toString()),
            entry("dev_addr", devAddr.toString()));
  }

  @Test
  void aDownlinkThatNobodyTakesEndsWithALine() {
    session.personalized(LorawanVersion.V1_0_3);
    session.hear(device.uplink(3), 1);
    session.offer(session.handedUp(), "turn", 0, false);
    session.gatewayAsked().answer(GatewayCommand.Outcome.NOT_CONNECTED);
    session.reported();

    assertThat(lines.messages())
        .containsExactly(
            "uplink accepted", "downlink scheduled", "downlink refused", "downlink not sent");
    assertThat(lines.of("downlink not sent")).containsKey("uplink_id");
  }
}
