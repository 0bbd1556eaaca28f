package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.broker.Verdict;
import io.lorikeet.actors.networkserver.DeviceSessionCommand.Stop;
import io.lorikeet.actors.networkserver.DeviceSessionEvent.UplinksLogged;
import io.lorikeet.actors.testing.Heard;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Sharding holds back all that comes for a device until it is gone, for ever if need be. */
class SessionStopTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static int devices = 900;

  private final TestDevice device = TestDevice.numbered(++devices);
  private final SessionUnderTest session =
      new SessionUnderTest(NETWORK, device).personalized(LorawanVersion.V1_0_3);

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  @Test
  void aDeviceThatIsToStopWhileTheStoreIsAwayStopsWhenItIsBack() {
    var leaving = session.spawned();
    var watcher = NETWORK.<Object>probe();
    var verdicts = NETWORK.<Verdict>probe();
    leaving.tell(
        new DeviceSessionCommand.HandleUplink(
            1, Heard.frame(device.uplink(0), session.now(), 1), verdicts.ref()));
    session.logged(session.handedUp());
    verdicts.receiveMessage();
    session.kit.persistenceTestKit().failNextNPersisted("device-session|" + device.devEui(), 2);

    leaving.tell(new Stop());
    for (var second = 0; second < 12; second++) {
      NETWORK.pass(Duration.ofSeconds(1));
    }

    watcher.expectTerminated(leaving);
    assertThat(session.events()).hasAtLeastOneElementOfType(UplinksLogged.class);
  }
}
