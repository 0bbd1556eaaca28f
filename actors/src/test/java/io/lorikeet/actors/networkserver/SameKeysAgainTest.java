package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.EndDeviceId;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestDevice11;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.JoinContext.Request;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Keys that a device has had before go on with their nonces and counters. */
@Isolated("waits few milliseconds only for what is on its way")
class SameKeysAgainTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static int devices = 8_000;

  private final TestDevice device = TestDevice.numbered(++devices);
  private final BothSides network = new BothSides(NETWORK, device.devEui(), device.id());

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  @Test
  void aDevNonceIsNotAcceptedAgainAfterTheDeviceWasDeleted() {
    network.register(device.otaa(LorawanVersion.V1_0_3));
    network.hearJoin(device.joinRequest(9));
    network.remove();

    network.register(device.otaa(LorawanVersion.V1_0_3));

    assertThat(network.hearJoin(device.joinRequest(9))).isEqualTo(Outcome.DEV_NONCE_REUSED);
    assertThat(network.hearJoin(device.joinRequest(10))).isEqualTo(Outcome.JOINED);
    assertThat(network.present().joins().lastJoinNonce()).isEqualTo(2);
  }

  @Test
  void norUnderAnotherNameAfterARestart() {
    network.register(device.otaa(LorawanVersion.V1_0_3));
    network.hearJoin(device.joinRequest(9));
    network.remove();
    var renamed = new EndDeviceId("hill", "renamed-" + devices);
    network.restart();
    network.named(renamed); // empties the journal of the test

    network.register(as(renamed, device.otaa(LorawanVersion.V1_0_3)));

    assertThat(network.hearJoin(device.joinRequest(9))).isEqualTo(Outcome.DEV_NONCE_REUSED);
  }

  private static EndDeviceRegistration as(EndDeviceId id, EndDeviceRegistration registration) {
    var profile = registration.profile();
    return new EndDeviceRegistration(
        id,
        registration.devEui(),
        registration.joinEui(),
        registration.activation(),
        new DeviceProfile(
            id,
            profile.version(),
            profile.frequencyPlan(),
            profile.settings(),
            profile.regionalParameters(),
            profile.mac(),
            profile.deviceClass(),
            profile.counterWidth()),
        registration.labels());
  }

  @Test
  void newRootKeysBeginAndOldOnesGoOn() {
    var other =
        new TestDevice(
            device.id(),
            device.devEui(),
            TestDevice.numbered(++devices).appKey(),
            device.devAddr(),
            device.keys());
    network.register(device.otaa(LorawanVersion.V1_0_3));
    network.hearJoin(device.joinRequest(9));

    network.change(other.otaa(LorawanVersion.V1_0_3));
    assertThat(network.hearJoin(other.joinRequest(9))).isEqualTo(Outcome.JOINED);
    network.change(device.otaa(LorawanVersion.V1_0_3));

    assertThat(network.hearJoin(device.joinRequest(9))).isEqualTo(Outcome.DEV_NONCE_REUSED);
    network.remove();
    network.register(other.otaa(LorawanVersion.V1_0_3));
    assertThat(network.hearJoin(other.joinRequest(9))).isEqualTo(Outcome.DEV_NONCE_REUSED);
  }

  @Test
  void theCountersOfASessionGoOnAfterTheDeviceWasDeleted() {
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.hear(device.confirmed(4));
    network.sent();
    network.remove();

    network.register(device.abp(LorawanVersion.V1_0_3));

    assertThat(network.hear(device.confirmed(4))).isEqualTo(Outcome.REPLAYED);
    assertThat(network.hear(device.confirmed(5))).isEqualTo(Outcome.DELIVERED);
    assertThat(device.takes(network.sent(), 1)).isTrue();
  }

  @Test
  void andAfterItHadAnotherSessionForAWhile() {
    var keys = TestDevice.numbered(++devices).keys();
    var other = device.with(device.devAddr(), keys);
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.hear(device.confirmed(4));
    network.change(other.abp(LorawanVersion.V1_0_3));
    assertThat(network.hear(other.uplink(0))).isEqualTo(Outcome.DELIVERED);
    network.change(device.abp(LorawanVersion.V1_0_3));

    assertThat(network.hear(device.uplink(3))).isEqualTo(Outcome.REPLAYED);
    network.queue("open", false);
    assertThat(network.hear(device.uplink(5))).isEqualTo(Outcome.DELIVERED);
    var downlink = network.sent();
    assertThat(device.takes(downlink, 1)).isTrue();
    assertThat(device.read(downlink, 1)).isEqualTo("open");
  }

  @Test
  void theKeyThatEncryptsGoesOnThoughTheOneThatSignsIsAnother() {
    var signing = TestDevice.numbered(++devices).keys().nwkSKey();
    var other = device.with(device.devAddr(), new SessionKeys10(signing, device.keys().appSKey()));
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.queue("one", false);
    network.hear(device.uplink(0));
    assertThat(device.read(network.sent(), 0)).isEqualTo("one");
    network.restart();
    network.remove();

    network.register(other.abp(LorawanVersion.V1_0_3));
    network.queue("two", false);

    assertThat(network.hear(other.uplink(0))).isEqualTo(Outcome.DELIVERED);
    var downlink = network.sent();
    assertThat(other.takes(downlink, 1)).isTrue();
    assertThat(other.read(downlink, 1)).isEqualTo("two");
  }

  @Test
  void soDoesAKeyThatTheSessionWasGivenLater() {
    var keys = TestDevice.numbered(++devices).keys();
    var changed =
        device.with(device.devAddr(), new SessionKeys10(device.keys().nwkSKey(), keys.appSKey()));
    var other = device.with(device.devAddr(), keys);
    network.register(device.abp(LorawanVersion.V1_0_3));
    network.change(changed.abp(LorawanVersion.V1_0_3));
    network.queue("one", false);
    network.hear(changed.uplink(0));
    network.sent();
    network.remove();

    network.register(other.abp(LorawanVersion.V1_0_3));
    network.queue("two", false);
    network.hear(other.uplink(0));

    assertThat(other.takes(network.sent(), 1)).isTrue();
  }

  @Test
  void allCountersOf11GoOn() {
    var eleven = TestDevice11.numbered(++devices);
    var network = new BothSides(NETWORK, eleven.base().devEui(), eleven.base().id());
    network.register(eleven.abp());
    network.queue("one", false);
    network.hear(eleven.uplink(0));
    network.hear(eleven.confirmed(1));
    network.remove();
    network.register(eleven.abp());

    network.queue("two", false);
    network.hear(eleven.uplink(2));
    assertThat(eleven.takes(network.sent(), 1, 0)).isTrue();
    network.hear(eleven.confirmed(3));
    assertThat(eleven.takes(network.sent(), 1, 3)).isTrue();
  }

  @Test
  void theCountOfRejoinsByRootKeyGoesOn() {
    var eleven = TestDevice11.numbered(++devices);
    var network = new BothSides(NETWORK, eleven.base().devEui(), eleven.base().id());
    network.register(eleven.otaa());
    network.hearJoin(eleven.joinRequest(1));
    network.hearJoin(eleven.rejoin1(6));
    network.remove();
    network.register(eleven.otaa());

    assertThat(network.hearJoin(eleven.rejoin1(6))).isEqualTo(Outcome.DEV_NONCE_REUSED);
    assertThat(network.hearJoin(eleven.rejoin1(7))).isEqualTo(Outcome.JOINED);
    assertThat(eleven.joined(network.sent(), Request.REJOIN_1, 7)).isPresent();
  }

  @Test
  void whatIsRememberedIsBounded() {
    var registered = Optional.<TestDevice>empty();
    for (int i = 0; i < 12; i++) {
      var keys = TestDevice.numbered(++devices);
      var next =
          new TestDevice(
              device.id(), device.devEui(), keys.appKey(), device.devAddr(), keys.keys());
      if (registered.isEmpty()) {
        network.register(next.otaa(LorawanVersion.V1_0_3));
      } else {
        network.change(next.otaa(LorawanVersion.V1_0_3));
      }
      registered = Optional.of(next);
      network.hearJoin(next.joinRequest(1));
    }

    assertThat(network.present().past()).hasSize(4);
    network.remove();
    for (int i = 0; i < 12; i++) {
      network.register(
          device
              .with(device.devAddr(), TestDevice.numbered(++devices).keys())
              .abp(LorawanVersion.V1_0_3));
      network.remove();
    }
    network.register(device.abp(LorawanVersion.V1_0_3));
    assertThat(network.known().past().sessions()).hasSize(8);
  }
}
