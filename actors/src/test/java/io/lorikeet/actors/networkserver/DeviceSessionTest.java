package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.EndDeviceNetworkCommand.DownlinkResult;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import java.time.Duration;
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
  void anOfferedDownlinkIsSentAndReported() {
    abp();
    var uplink = session.delivered(device.uplink(0), 1);

    session.offer(uplink, "open", 0, false);

    var asked = session.gatewayAsked();
    assertThat(device.read(asked.request().phy(), 0)).isEqualTo("open");
    asked.accept();
    assertThat(session.reported().result()).isEqualTo(DownlinkResult.SENT);
  }
}
