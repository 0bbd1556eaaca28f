package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.mac.RxTimingSetup;
import io.lorikeet.protocol.region.JoinChannel;
import io.lorikeet.simulator.air.Loss;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.Uplink;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.DeviceEvent.DownlinkReceived;
import io.lorikeet.simulator.device.DeviceEvent.JoinRequestSent;
import io.lorikeet.simulator.device.DeviceEvent.Joined;
import io.lorikeet.simulator.device.DeviceEvent.MacCommandsReceived;
import io.lorikeet.simulator.device.DeviceEvent.UplinkAcknowledged;
import io.lorikeet.simulator.device.DeviceEvent.UplinkSent;
import io.lorikeet.simulator.device.DeviceEvent.Violation;
import io.lorikeet.simulator.forwarder.Reception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Devices of all versions in four regions, and two that lose much of what is sent: each joins, is
 * brought where the network wants it, and stays there. They all live at the same time; each test
 * waits for one of them, beside the others, and looks at what became of it.
 */
@ExtendWith(SharedNode.class)
@Execution(ExecutionMode.CONCURRENT)
class RegionsIT {

  private static final Duration LONG = Duration.ofSeconds(150);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Enough for a full history of ADR after its last change. */
  private static final int UPLINKS = 26;

  /** In which nothing may change any more. */
  private static final int LAST = 8;

  private static final Loss LITTLE = new Loss(0.1, 0.1);
  private static final Loss MUCH = new Loss(0.5, 0.5);

  private static final Payload DOWNLINK = Payload.ofHex("0d0e");

  private static final List<Scenario> ALL = new ArrayList<>();

  private static TestNetwork network;
  private static UplinkLog application;
  private static MqttSubscriber subscriber;
  private static Scenario eu868;
  private static Scenario eu868Personal;
  private static Scenario eu868Oldest;
  private static Scenario us915;
  private static Scenario us915Oldest;
  private static Scenario us915Old;
  private static Scenario as923;
  private static Scenario cn470;
  private static Scenario cn470New;
  private static Scenario ism2400;
  private static Scenario little;
  private static Scenario much;

  @BeforeAll
  static void startAll(Node node) {
    network = TestNetwork.start(node, "regions");
    network.createApplication();
    application = new UplinkLog();
    subscriber = network.subscribe(application);
    eu868 = otaa(1, "eu868", "EU_863_870", "1.0.3", "RP001-1.0.3A", 2, Loss.NONE);
    eu868Oldest = otaa(11, "eu868-oldest", "EU_863_870", "1.0.0", "TS001-1.0", 2, Loss.NONE);
    us915Oldest =
        otaa(12, "us915-oldest", "US_902_928_FSB_2", "1.0.1", "TS001-1.0.1", 0, Loss.NONE);
    us915 = otaa(2, "us915", "US_902_928_FSB_2", "1.0.4", "RP002-1.0.4", 0, Loss.NONE);
    us915Old = otaa(3, "us915-old", "US_902_928_FSB_2", "1.0.2", "RP001-1.0.2B", 0, Loss.NONE);
    as923 = otaa(4, "as923", "AS_920_923_TTN_AU", "1.1.0", "RP001-1.1B", 2, Loss.NONE);
    cn470 = otaa(5, "cn470", "CN_470_510_FSB_11", "1.0.3", "RP001-1.0.3A", 2, Loss.NONE);
    cn470New = otaa(9, "cn470-new", "CN_470_510_20_A", "1.0.4", "RP002-1.0.4", 2, Loss.NONE);
    ism2400 = otaa(10, "ism2400", "ISM_2400", "1.0.4", "RP002-1.0.4", 0, Loss.NONE);
    eu868Personal =
        Scenario.abp11(
            network,
            6,
            "eu868-personal",
            DevAddr.parse("01000021"),
            new Scenario.Setting("EU_863_870", "1.1.0", "RP001-1.1B", 2, Loss.NONE));
    ALL.add(eu868Personal);
    little = otaa(7, "little-loss", "EU_863_870", "1.0.3", "RP001-1.0.3A", 2, LITTLE);
    much = otaa(8, "much-loss", "EU_863_870", "1.0.4", "RP002-1.0.4", 2, MUCH);
    List.of(
            eu868,
            eu868Oldest,
            us915,
            us915Oldest,
            us915Old,
            as923,
            cn470,
            cn470New,
            ism2400,
            eu868Personal)
        .forEach(scenario -> scenario.send(UPLINKS, 2));
    little.send(UPLINKS, 4);
    much.send(5, 5);
    ALL.forEach(RegionsIT::queueWhenJoined);
  }

  private static Scenario otaa(
      int number,
      String devId,
      String plan,
      String version,
      String revision,
      int dataRate,
      Loss loss) {
    var scenario =
        Scenario.otaa(
            network, number, devId, new Scenario.Setting(plan, version, revision, dataRate, loss));
    ALL.add(scenario);
    return scenario;
  }

  private static void queueWhenJoined(Scenario scenario) {
    await().atMost(LONG).until(scenario.device()::devAddr, Optional::isPresent);
    network.admin().queueDownlink(network.app(), scenario.devId(), 3, DOWNLINK, true);
  }

  @AfterAll
  static void stopAll() {
    ALL.forEach(Scenario::close);
    subscriber.close();
    network.close();
  }

  @Test
  void aDeviceOf103InEurope() {
    endsWell(eu868);
    settles(eu868, 5, 863_000_000, 870_000_000);
    joinedOnce(eu868);
  }

  @Test
  void aDeviceOf10InEuropeThatIsToldNothingThatCameLaterAndJoinsAgainWithAnyDevNonce() {
    endsWell(eu868Oldest);
    settles(eu868Oldest, 5, 863_000_000, 870_000_000);
    joinedOnce(eu868Oldest);
    var device = eu868Oldest.device();
    network.patchDevice(eu868Oldest.devId(), Map.of("rx1_dr_offset", 1));
    eu868Oldest.send(2, 3);
    await().atMost(SOON).until(device::isIdle);
    assertThat(device.memory().sessions().get(0).rxParameters().rx1DrOffset()).isEqualTo(1);
    assertThat(current(eu868Oldest).path("rx1_dr_offset").asInt()).isEqualTo(1);

    device.join();
    eu868Oldest.send(1, 1);
    await().atMost(SOON).until(device::isIdle);

    assertThat(device.events(Joined.class)).hasSize(2);
    assertThat(device.events(UplinkAcknowledged.class)).hasSize(UPLINKS / 2 + 1);
    assertThat(device.events(Violation.class)).isEmpty();
    wasToldNothingNew(eu868Oldest);
  }

  @Test
  void aDeviceOf101InNorthAmericaThatTakesEachMaskAlone() {
    endsWell(us915Oldest);
    settles(us915Oldest, 3, 903_900_000, 905_300_000);
    joinedOnce(us915Oldest);
    wasToldNothingNew(us915Oldest);
  }

  /** No command that came with 1.0.2 or later. */
  private static void wasToldNothingNew(Scenario scenario) {
    assertThat(scenario.device().events(MacCommandsReceived.class))
        .isNotEmpty()
        .flatExtracting(MacCommandsReceived::commands)
        .allMatch(command -> command.cid() <= RxTimingSetup.CID);
  }

  @Test
  void aPersonalizedDeviceOf11InEurope() {
    endsWell(eu868Personal);
    settles(eu868Personal, 5, 863_000_000, 870_000_000);
  }

  @Test
  void aDeviceOf104InNorthAmericaThatIsToldItsChannelsByTheJoinAccept() {
    endsWell(us915);
    settles(us915, 3, 903_900_000, 905_300_000);
    joinedOnce(us915);
    assertThat(us915.heard())
        .allSatisfy(its -> assertThat(its.frequencyHz()).isBetween(903_900_000L, 905_300_000L));
  }

  @Test
  void aDeviceOf102InNorthAmericaThatIsToldItsChannelsByLinkAdrReq() {
    endsWell(us915Old);
    settles(us915Old, 3, 903_900_000, 905_300_000);
    joinedOnce(us915Old);
  }

  @Test
  void aDeviceOf11InAsiaThatIsToldOfItsDwellTime() {
    endsWell(as923);
    settles(as923, 5, 922_000_000, 923_400_000);
    joinedOnce(as923);
    assertThat(as923.heard()).extracting(Reception::frequencyHz).anyMatch(hz -> hz < 923_000_000L);
  }

  @Test
  void aDeviceOf103InChina() {
    endsWell(cn470);
    settles(cn470, 5, 486_300_000, 487_700_000);
    joinedOnce(cn470);
  }

  @Test
  void aDeviceOf104InChinaWhoseJoinDecidesOnRx2() {
    endsWell(cn470New);
    settles(cn470New, 5, 470_300_000, 509_700_000);
    joinedOnce(cn470New);
    var used = current(cn470New).path("rx2_frequency").asLong();
    assertThat(
            cn470New.device().memory().sessions().stream()
                .map(session -> session.rxParameters().rx2FrequencyHz()))
        .containsExactly(used);
    assertThat(cn470New.region().joinChannels()).extracting(JoinChannel::rx2Hz).contains(used);
  }

  @Test
  void aDeviceAt2400MHz() {
    endsWell(ism2400);
    joinedOnce(ism2400);
    var heard = ism2400.heard();
    assertThat(heard.subList(heard.size() - 3, heard.size()))
        .allSatisfy(its -> assertThat(its.modulation()).isEqualTo(ism2400.region().dataRate(7)));
    assertThat(heard)
        .extracting(Reception::frequencyHz)
        .containsOnly(2_403_000_000L, 2_425_000_000L, 2_479_000_000L);
  }

  @Test
  void aDeviceThatLosesOneFrameInTen() {
    endsWell(little);
    var last = little.heard().get(little.heard().size() - 1);
    assertThat(last.modulation()).isEqualTo(little.region().dataRate(5));
    joinedOnce(little);
  }

  @Test
  void aDeviceThatLosesEveryOtherFrame() {
    endsWell(much);
    joinedOnce(much);
  }

  /** Whatever gets lost: what was heard is delivered, and nothing hangs. */
  private static void endsWell(Scenario scenario) {
    var device = scenario.device();
    await().atMost(LONG).until(device::isIdle);
    for (int i = 0; i < UPLINKS && !network.downlinks(scenario.devId()).isEmpty(); i++) {
      scenario.send(1, 2);
      await().atMost(SOON).until(device::isIdle);
    }
    assertThat(network.downlinks(scenario.devId())).isEmpty();
    assertThat(device.events(DownlinkReceived.class))
        .extracting(DownlinkReceived::payload)
        .contains(DOWNLINK);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(counters(scenario))
                    .containsExactlyInAnyOrderElementsOf(scenario.heardCounters()));
    assertThat(counters(scenario))
        .containsAll(
            device.events(UplinkAcknowledged.class).stream()
                .map(UplinkAcknowledged::fCnt)
                .toList());
    assertThat(device.events(Violation.class)).isEmpty();
    assertThat(scenario.emissions())
        .isLessThanOrEqualTo(
            device.events(UplinkSent.class).size() + device.events(JoinRequestSent.class).size());
    var session =
        network
            .admin()
            .device(network.app(), scenario.devId())
            .orElseThrow()
            .path("session")
            .path("dev_addr")
            .asText();
    assertThat(session).isEqualTo(device.devAddr().orElseThrow().toString());
  }

  /** With the data rate, 4 dB less power and the channels of the plan, and not told anything. */
  private static void settles(Scenario scenario, int dataRate, long lowHz, long highHz) {
    var heard = scenario.heard();
    assertThat(heard.subList(heard.size() - LAST, heard.size()))
        .allSatisfy(
            its -> {
              assertThat(its.modulation()).isEqualTo(scenario.region().dataRate(dataRate));
              assertThat(its.rssi()).isEqualTo(Scenario.LINK.rssi() - 4);
              assertThat(its.frequencyHz()).isBetween(lowHz, highHz);
            });
    assertThat(lastEvents(scenario)).noneMatch(MacCommandsReceived.class::isInstance);
    assertThat(scenario.device().events(UplinkAcknowledged.class)).hasSize(UPLINKS / 2);
    assertThat(scenario.device().events(DownlinkReceived.class))
        .extracting(DownlinkReceived::payload)
        .containsOnlyOnce(DOWNLINK);
  }

  /** From the first of the last uplinks on. */
  private static List<DeviceEvent> lastEvents(Scenario scenario) {
    var events = scenario.device().events();
    var sent = scenario.device().events(UplinkSent.class);
    return events.subList(events.indexOf(sent.get(sent.size() - LAST)), events.size());
  }

  /** What the network knows that the device uses. */
  private static JsonNode current(Scenario scenario) {
    return network
        .admin()
        .device(network.app(), scenario.devId())
        .orElseThrow()
        .at("/mac_state/current");
  }

  private static void joinedOnce(Scenario scenario) {
    assertThat(scenario.device().events(Joined.class)).hasSize(1);
  }

  private static List<Long> counters(Scenario scenario) {
    return application.uplinks().stream()
        .filter(uplink -> uplink.devId().equals(scenario.devId()))
        .map(Uplink::fCnt)
        .toList();
  }
}
