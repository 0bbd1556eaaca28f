package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.DeduplicatedUplink;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames that waited with one node while the device's next one came through another. */
class LateUplinkTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static int devices = 5_000;

  private TestDevice device;
  private SessionUnderTest session;

  @BeforeEach
  void newDevice() {
    device = TestDevice.numbered(++devices);
    session = new SessionUnderTest(NETWORK, device).personalized(LorawanVersion.V1_0_3);
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  /** Heard now, and on its way for as long as nobody hands it over. */
  private DeduplicatedUplink heard(Payload phy) {
    var frame = Heard.frame(phy, session.now(), 1);
    NETWORK.pass(BETWEEN);
    return frame;
  }

  /** The frame 5 of three, heard and not handed over yet while 6 was. */
  private DeduplicatedUplink overtaken() {
    session.delivered(device.uplink(4), 1);
    NETWORK.pass(BETWEEN);
    var frame = heard(device.uplink(5));
    session.delivered(device.uplink(6), 1);
    return frame;
  }

  private long lastFCntUp() {
    return session.known().current().orElseThrow().lastFCntUp();
  }

  @Test
  void aFrameThatWasHeardBeforeAHigherCounterIsDelivered() {
    var late = overtaken();

    long window = session.hear(late);

    var uplink = session.handedUp();
    assertThat(uplink.frame().fCnt()).isEqualTo(5);
    assertThat(uplink.answer().respondBefore())
        .as("its windows have passed")
        .isBefore(late.receivedAt());
    session.logged(uplink);
    session.expectVerdict(window, Outcome.DELIVERED);
    assertThat(session.events()).last().isInstanceOf(DeviceSessionEvent.LateUplinkAccepted.class);
    assertThat(lastFCntUp()).isEqualTo(6);
  }

  @Test
  void itIsDeliveredOnceAlsoAfterARestart() {
    var late = overtaken();
    long window = session.hear(late);
    session.logged(session.handedUp());
    session.expectVerdict(window, Outcome.DELIVERED);

    session.delivered(device.uplink(7), 1);
    session.expectVerdict(session.hear(late), Outcome.REPLAYED);
    session.restart();
    session.handedUp();

    session.expectVerdict(session.hear(late), Outcome.REPLAYED);
    assertThat(lastFCntUp()).isEqualTo(7);
  }

  @Test
  void itIsHandedUpAgainAfterARestartUntilItIsLogged() {
    var late = overtaken();
    session.hear(late);
    var lost = session.handedUp();

    session.restart();

    assertThat(session.handedUp().uplinkId()).isEqualTo(lost.uplinkId());
  }

  @Test
  void aFrameThatIsHeardAfterAHigherCounterIsAReplay() {
    session.delivered(device.uplink(4), 1);
    NETWORK.pass(BETWEEN);
    session.delivered(device.uplink(6), 1);
    NETWORK.pass(BETWEEN);

    session.expectVerdict(session.hear(device.uplink(5), 1), Outcome.REPLAYED);
  }

  @Test
  void severalThatWaitedAreDeliveredInWhateverOrderTheyCome() {
    session.delivered(device.uplink(4), 1);
    NETWORK.pass(BETWEEN);
    var five = heard(device.uplink(5));
    var six = heard(device.confirmed(6));
    session.delivered(device.uplink(7), 1);

    session.hear(six);
    session.logged(session.handedUp());
    session.hear(five);
    session.logged(session.handedUp());

    session.noGatewayAsked();
    assertThat(lastFCntUp()).isEqualTo(7);
    assertThat(session.known().current().orElseThrow().missed())
        .as("before the first one that was accepted")
        .extracting(Missed::last)
        .containsExactly(3L);
  }
}
