package io.lorikeet.actors.networkserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lorikeet.actors.handler.ApplicationMessage.DownlinkFailed;
import io.lorikeet.actors.handler.ApplicationUplink;
import io.lorikeet.actors.handler.EndDeviceRegistration;
import io.lorikeet.actors.router.UplinkFrame.Outcome;
import io.lorikeet.actors.testing.TestDevice;
import io.lorikeet.actors.testing.TestSystem;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.Direction;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.CounterWidth;
import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.protocol.mac.LinkCheck.LinkCheckAns;
import io.lorikeet.protocol.mac.MacCommands;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A device of LoRaWAN 1.0.x whose counters are 16 bits wide, at both sides of the network. */
@Isolated("waits few milliseconds only for what is on its way")
class ShortCountersTest {

  private static final TestSystem NETWORK = new TestSystem();
  private static int devices = 9_700;

  private final TestDevice device = TestDevice.numbered(++devices);
  private final BothSides network = new BothSides(NETWORK, device.devEui(), device.id());

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  private void registered(CounterWidth counterWidth) {
    network.register(device.abp(device.profile(LorawanVersion.V1_0_2, counterWidth)));
  }

  /** What the log keeps: it is given again, under its name, what it may not have. */
  private List<ApplicationUplink> delivered() {
    var named = new LinkedHashMap<String, ApplicationUplink>();
    network.logged(ApplicationUplink.class).forEach(its -> named.putIfAbsent(its.id(), its));
    return List.copyOf(named.values());
  }

  @Test
  void afterTheLastCounterItGoesOnAt0AndIsDeliveredOnce() {
    registered(CounterWidth.BITS_16);
    network.hear(device.uplink(65_534));

    assertThat(network.hear(device.uplink(65_535))).isEqualTo(Outcome.DELIVERED);
    assertThat(network.hear(device.uplink(0))).isEqualTo(Outcome.DELIVERED);
    assertThat(network.hear(device.uplink(0))).isEqualTo(Outcome.REPEATED);
    network.restart();
    assertThat(network.hear(device.uplink(0))).isEqualTo(Outcome.REPEATED);
    assertThat(network.hear(device.uplink(65_535))).isEqualTo(Outcome.REPLAYED);
    assertThat(network.hear(device.uplink(1))).isEqualTo(Outcome.DELIVERED);

    assertThat(delivered())
        .extracting(its -> its.content().fCnt())
        .containsExactly(65_534L, 65_535L, 65_536L, 65_537L);
    assertThat(network.payloads()).last().isEqualTo("count 1");
    assertThat(Set.copyOf(network.payloads()))
        .containsExactlyInAnyOrder("count 65534", "count 65535", "count 0", "count 1");
  }

  @Test
  void macCommandsInThePayloadAreReadAfterItHasGoneOnAt0() {
    registered(CounterWidth.BITS_16);
    network.hear(device.uplink(65_535));
    var both = new SessionKeys10(device.keys().nwkSKey(), device.keys().nwkSKey());

    network.hear(
        device
            .with(device.devAddr(), both)
            .uplink(0, FCtrl.NONE, false, Payload.empty(), 0, "\u0002"));

    var answer = (DataFrame) PhyPayload.parseDownlink(network.sent());
    assertThat(MacCommands.parse(Direction.DOWN, answer.fOpts()))
        .hasOnlyElementsOfType(LinkCheckAns.class);
  }

  @Test
  void aDeviceThatNobodySaidItOfIsHeardAgainOnceItIsSaid() {
    registered(CounterWidth.BITS_32);
    network.hear(device.uplink(65_535));
    assertThat(network.hear(device.uplink(0))).isEqualTo(Outcome.REPLAYED);

    network.change(device.abp(device.profile(LorawanVersion.V1_0_2, CounterWidth.BITS_16)));

    assertThat(network.hear(device.uplink(7))).isEqualTo(Outcome.DELIVERED);
    assertThat(network.payloads()).containsExactly("count 65535", "count 7");
  }

  @Test
  void aDeviceOf32BitsGoesOnAsBefore() {
    registered(CounterWidth.BITS_32);
    network.hear(device.uplink(65_535));

    assertThat(network.hear(device.uplink(65_536))).isEqualTo(Outcome.DELIVERED);
    assertThat(network.payloads()).containsExactly("count 65535", "count 65536");
  }

  @Test
  void downlinksEndWithTheLastCounterAndWhatWaitsFailsWithTheReason() {
    registered(CounterWidth.BITS_16);
    network.restored(65_535);
    network.queue("last", false);
    network.hear(device.confirmed(0));
    var last = network.sent();
    assertThat(device.takes(last, 65_535)).isTrue();
    assertThat(device.read(last, 65_535)).isEqualTo("last");
    network.queue("none", false);
    network.restart();

    network.hear(device.confirmed(1));

    assertThat(network.nothingSent()).isTrue();
    assertThat(network.logged(DownlinkFailed.class))
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.message().downlinkId()).isEqualTo("none");
              assertThat(failed.error()).contains("no downlink counter left");
            });
    assertThat(network.present().queue().items()).isEmpty();
  }

  @Test
  void aNewSessionHasAllCountersAgain() {
    network.register(otaa());
    network.hearJoin(device.joinRequest(1));
    var first = device.joined(network.sent(), 1).orElseThrow();
    network.hear(first.uplink(0));
    network.restored(65_536);
    assertThat(network.nothingSent()).isTrue();
    network.hear(first.confirmed(1));
    assertThat(network.nothingSent()).isTrue();

    network.hearJoin(device.joinRequest(2));
    var second = device.joined(network.sent(), 2).orElseThrow();
    network.queue("open", false);
    network.hear(second.confirmed(0));

    assertThat(second.read(network.sent(), 0)).isEqualTo("open");
  }

  private EndDeviceRegistration otaa() {
    var its = device.otaa(LorawanVersion.V1_0_2);
    return new EndDeviceRegistration(
        its.id(),
        its.devEui(),
        its.joinEui(),
        its.activation(),
        device.profile(LorawanVersion.V1_0_2, CounterWidth.BITS_16),
        its.labels());
  }
}
