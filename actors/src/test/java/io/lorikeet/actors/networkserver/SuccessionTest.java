package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.HandleUplink;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An older frame of a device is not overtaken by the next one, whatever got lost on its way. */
class SuccessionTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static int devices = 950;

  private final TestDevice device = TestDevice.numbered(++devices);
  private final SessionUnderTest session =
      new SessionUnderTest(NETWORK, device).personalized(LorawanVersion.V1_0_3);

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private HandleUplink frame(int fCnt, OptionalLong after) {
    return frame(fCnt, after, session.verdicts.ref());
  }

  /** The window's number is the frame's counter. */
  private HandleUplink frame(int fCnt, OptionalLong after, ActorRef<Verdict> broker) {
    return new HandleUplink(
        fCnt, Heard.frame(device.uplink(fCnt), session.now(), 1), after, broker);
  }

  private long lastFCnt() {
    return session.known().current().orElseThrow().lastFCntUp();
  }

  @Test
  void aFrameWaitsForAnOlderOneThatHasNotComeHere() {
    session.tell(frame(0, OptionalLong.empty()));
    session.tell(frame(2, OptionalLong.of(1)));
    assertThat(lastFCnt()).isZero();
    session.expectNoVerdict();

    session.tell(frame(1, OptionalLong.of(0)));
    session.tell(frame(2, OptionalLong.of(1)));

    assertThat(lastFCnt()).isEqualTo(2);
  }

  @Test
  void anOlderOneThatHasItsVerdictIsNotWaitedFor() {
    session.tell(frame(5, OptionalLong.empty()));
    session.logged(session.handedUp());
    session.expectVerdict(5, Outcome.DELIVERED);
    session.tell(frame(4, OptionalLong.empty()));
    session.expectVerdict(4, Outcome.REPLAYED);

    session.tell(frame(6, OptionalLong.of(4)));

    assertThat(lastFCnt()).isEqualTo(6);
  }

  @Test
  void oneThatWaitsForTheLogIsNotForgottenHoweverManyOfOthersCome() {
    session.tell(frame(0, OptionalLong.empty()));
    var other = TestDevice.numbered(++devices);
    for (int i = 0; i < 100; i++) {
      session.tell(
          new HandleUplink(
              1_000 + i,
              Heard.frame(other.uplink(i), session.now(), 1),
              OptionalLong.of(0),
              session.verdicts.ref()));
      session.expectVerdict(1_000 + i, Outcome.BAD_MIC);
    }

    session.tell(frame(1, OptionalLong.of(0)));

    assertThat(lastFCnt()).isEqualTo(1);
  }

  @Test
  void anotherBrokersWindowIsAnotherFrame() {
    var moved = NETWORK.<Verdict>probe();
    session.tell(frame(0, OptionalLong.empty()));

    session.tell(frame(1, OptionalLong.of(0), moved.ref()));

    assertThat(lastFCnt()).isZero();
  }

  @Test
  void aWriteThatFailsDoesNotLetTheNextFrameGoFirst() {
    var its = session.spawned();
    session.kit.persistenceTestKit().failNextPersisted("device-session|" + device.devEui());

    its.tell(frame(0, OptionalLong.empty()));
    its.tell(frame(1, OptionalLong.of(0)));
    NETWORK.pass(Duration.ofSeconds(1));
    session.noMoreHandedUp();

    its.tell(frame(0, OptionalLong.empty()));
    its.tell(frame(1, OptionalLong.of(0)));

    assertThat(session.handedUp().frame().phy()).isEqualTo(device.uplink(0));
  }
}
