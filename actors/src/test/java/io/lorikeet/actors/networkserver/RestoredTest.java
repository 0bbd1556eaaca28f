package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.AfterRestore;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestDevice11;
import io.lorikeet.actors.testing.TestSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What was used since a copy was made, and is forgotten, is not used again. */
@Isolated("waits few milliseconds only for what is on its way")
class RestoredTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static final int BY = AfterRestore.USUAL;
  private static int devices = 9_500;

  private final TestDevice device = TestDevice.numbered(++devices);
  private final BothSides network = new BothSides(NETWORK, device.devEui(), device.id());

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  @Test
  void downlinksLeaveOutCountersAndUplinksDoNot() {
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.hear(device.confirmed(4));
    network.sent();

    network.restored(BY);
    network.restart();

    assertThat(network.hear(device.confirmed(3))).isEqualTo(Outcome.REPLAYED);
    assertThat(network.hear(device.confirmed(5))).isEqualTo(Outcome.DELIVERED);
    assertThat(device.takes(network.sent(), 1 + BY)).isTrue();
  }

  @Test
  void aDownlinkOfTheApplicationIsEncryptedWithTheLaterCounter() {
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.queue("open", false);
    network.restored(BY);

    network.hear(device.uplink(0));

    var downlink = network.sent();
    assertThat(device.takes(downlink, BY)).isTrue();
    assertThat(device.read(downlink, BY)).isEqualTo("open");
  }

  @Test
  void bothCountersOf11AreLeftOut() {
    var eleven = TestDevice11.numbered(++devices);
    var its = new BothSides(NETWORK, eleven.base().devEui(), eleven.base().id());
    its.register(eleven.abp());
    its.queue("one", false);
    its.hear(eleven.uplink(0));
    its.hear(eleven.confirmed(1));
    var before = its.known().current().orElseThrow();

    its.restored(BY);

    var after = its.known().current().orElseThrow();
    assertThat(after.nextFCntDown()).isEqualTo(before.nextFCntDown() + BY);
    assertThat(after.nextDown(true)).isEqualTo(before.nextDown(true) + BY);
  }

  @Test
  void theKeysOfASessionAreNotMadeTwice() {
    network.register(device.otaa(LorawanVersion.V1_0_3));
    network.hearJoin(device.joinRequest(9));

    network.restored(BY);
    network.restart();
    network.hearJoin(device.joinRequest(10));

    assertThat(network.present().joins().lastJoinNonce()).isEqualTo(2 + BY);
  }

  @Test
  void aRestoreThatIsGivenAgainLeavesOutNoMore() {
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.restored("monday", BY);
    network.restart();
    network.restored("monday", BY);

    network.hear(device.confirmed(5));

    assertThat(device.takes(network.sent(), BY)).isTrue();
  }

  @Test
  void aRestoreThatIsGivenAgainWithMoreLeavesOutTheRest() {
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.restored("monday", 7);
    network.restored("monday", 9);
    network.restored("monday", 8);

    network.hear(device.confirmed(5));

    assertThat(device.takes(network.sent(), 9)).isTrue();
  }

  @Test
  void theNextRestoreLeavesOutAsManyAgain() {
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.restored("monday", BY);
    network.remove();
    network.restored("tuesday", BY);
    network.restored("tuesday", BY);
    network.register(device.abp(LorawanVersion.V1_0_3));

    network.hear(device.confirmed(5));

    assertThat(device.takes(network.sent(), 2 * BY)).isTrue();
  }

  @Test
  void whatADeletedDeviceLeftBehindIsMovedOnToo() {
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.hear(device.confirmed(4));
    network.sent();
    network.remove();

    network.restored(BY);
    network.register(device.abp(LorawanVersion.V1_0_3));

    assertThat(network.hear(device.confirmed(5))).isEqualTo(Outcome.DELIVERED);
    assertThat(device.takes(network.sent(), 1 + BY)).isTrue();
  }
}
