package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lorikeet.actors.networkserver.DeviceClass;
import io.lorikeet.protocol.Payload;
import io.lorikeet.simulator.air.Loss;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.Uplink;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent.DownlinkReceived;
import io.lorikeet.simulator.device.DeviceEvent.JoinRequestSent;
import io.lorikeet.simulator.device.DeviceEvent.Joined;
import io.lorikeet.simulator.device.DeviceEvent.UplinkAcknowledged;
import io.lorikeet.simulator.device.DeviceEvent.UplinkSent;
import io.lorikeet.simulator.device.DeviceEvent.Violation;
import io.lorikeet.simulator.device.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Devices that lose one frame in ten, or every other, in each direction, from their join on: no
 * session is lost, no queue is stuck, and when nothing gets lost any more all come to rest. They
 * live at the same time; each test waits for one of them. All are judged by what the device, the
 * gateway and the application see.
 */
@ExtendWith(SharedNode.class)
class LossIT {

  private static final Duration LONG = Duration.ofSeconds(240);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** With the loss; the last of them is confirmed. */
  private static final int UPLINKS = 6;

  /** Without it, until nothing is answered any more. */
  private static final int MOST_UNTIL_REST = 30;

  /** Uplinks in a row to which nothing is said. */
  private static final int REST = 3;

  private static final List<Payload> WITH_LOSS =
      List.of(Payload.ofHex("01"), Payload.ofHex("02"), Payload.ofHex("03"));

  private static final Payload LAST = Payload.ofHex("04");

  /** More than one transmission of each uplink would only take time. */
  private static final Map<String, ?> SETTINGS =
      Map.of("adr", Map.of("max_nb_trans", 1), "dev_status_period", 86_400);

  private static final int DATA_RATE = 2;

  private static final Map<Life, CompletableFuture<Scenario>> LIVES = new EnumMap<>(Life.class);
  private static final List<Scenario> SCENARIOS = new ArrayList<>();

  private static TestNetwork network;
  private static UplinkLog application;
  private static MqttSubscriber subscriber;
  private static ExecutorService executor;

  /** Kinds of devices, each with a little and with much loss. */
  enum Life {
    OF_11_LITTLE("EU_863_870", "1.1.0", "RP001-1.1B", DeviceClass.A, 0.1, 100),
    OF_11_MUCH("EU_863_870", "1.1.0", "RP001-1.1B", DeviceClass.A, 0.5, 101),
    US915_LITTLE("US_902_928_FSB_2", "1.0.2", "RP001-1.0.2B", DeviceClass.A, 0.1, 102),
    US915_MUCH("US_902_928_FSB_2", "1.0.2", "RP001-1.0.2B", DeviceClass.A, 0.5, 103),
    AS923_LITTLE("AS_920_923_TTN_AU", "1.0.4", "RP002-1.0.4", DeviceClass.A, 0.1, 104),
    AS923_MUCH("AS_920_923_TTN_AU", "1.0.4", "RP002-1.0.4", DeviceClass.A, 0.5, 105),
    CN470_LITTLE("CN_470_510_FSB_11", "1.0.3", "RP001-1.0.3A", DeviceClass.A, 0.1, 106),
    CN470_MUCH("CN_470_510_FSB_11", "1.0.3", "RP001-1.0.3A", DeviceClass.A, 0.5, 107),
    OF_101_LITTLE("EU_863_870", "1.0.1", "TS001-1.0.1", DeviceClass.A, 0.1, 108),
    OF_101_MUCH("EU_863_870", "1.0.1", "TS001-1.0.1", DeviceClass.A, 0.5, 109),
    CLASS_B_LITTLE("EU_863_870", "1.0.3", "RP001-1.0.3A", DeviceClass.B, 0.1, 110),
    CLASS_B_MUCH("EU_863_870", "1.0.3", "RP001-1.0.3A", DeviceClass.B, 0.5, 111),
    CLASS_C_LITTLE("EU_863_870", "1.0.3", "RP001-1.0.3A", DeviceClass.C, 0.1, 112),
    CLASS_C_MUCH("EU_863_870", "1.0.3", "RP001-1.0.3A", DeviceClass.C, 0.5, 133);

    private final Scenario.Setting setting;
    private final int number;

    /**
     * @param number of its gateway, and what decides on all that gets lost
     */
    Life(
        String plan,
        String version,
        String revision,
        DeviceClass deviceClass,
        double loss,
        int number) {
      this.number = number;
      setting =
          new Scenario.Setting(
              plan, version, revision, DATA_RATE, new Loss(loss, loss), deviceClass, SETTINGS);
    }

    DeviceClass deviceClass() {
      return setting.deviceClass();
    }

    Scenario scenario() {
      var devId = name().toLowerCase(Locale.ROOT).replace('_', '-');
      return Scenario.otaa(network, number, devId, setting);
    }
  }

  @BeforeAll
  static void startAll(Node node) {
    network = TestNetwork.start(node, "loss");
    network.createApplication();
    application = new UplinkLog();
    subscriber = network.subscribe(application);
    executor = Executors.newFixedThreadPool(Life.values().length);
    for (var life : Life.values()) {
      var scenario = life.scenario();
      SCENARIOS.add(scenario);
      LIVES.put(life, CompletableFuture.supplyAsync(() -> live(life, scenario), executor));
    }
  }

  @AfterAll
  static void stopAll() {
    executor.shutdownNow();
    SCENARIOS.forEach(Scenario::close);
    subscriber.close();
    network.close();
  }

  @ParameterizedTest
  @EnumSource
  void aDeviceThatLosesFrames(Life life) throws Exception {
    var scenario = LIVES.get(life).get(LONG.toSeconds(), TimeUnit.SECONDS);
    var device = scenario.device();

    assertThat(device.events(Violation.class)).isEmpty();
    assertThat(device.events(Joined.class)).hasSize(1);
    assertThat((long) scenario.emissions())
        .isLessThanOrEqualTo(
            device.events(UplinkSent.class).size()
                + device.events(JoinRequestSent.class).size()
                + (life.deviceClass() == DeviceClass.A ? 0 : attempts(scenario)));
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
    var known = known(scenario);
    assertThat(known.at("/session/dev_addr").asText())
        .isEqualTo(device.devAddr().orElseThrow().toString());
    var uses = device.memory().sessions().get(0).rxParameters();
    var current = known.at("/mac_state/current");
    assertThat(current.path("rx1_delay").asInt()).isEqualTo(uses.delaySeconds());
    assertThat(current.path("rx1_dr_offset").asInt()).isEqualTo(uses.rx1DrOffset());
    assertThat(current.path("rx2_data_rate").asInt()).isEqualTo(uses.rx2DataRate());
    assertThat(current.path("rx2_frequency").asLong()).isEqualTo(uses.rx2FrequencyHz());
  }

  /** What happens to each of them; the assertions say what must be before it goes on. */
  private static Scenario live(Life life, Scenario scenario) {
    var device = scenario.device();
    scenario.send(UPLINKS, UPLINKS);
    await().atMost(LONG).until(device::devAddr, Optional::isPresent);
    network.patchDevice(scenario.devId(), Map.of("rx1_dr_offset", 1, "rx1_delay", 2));
    var downlinks = new ArrayList<String>();
    for (var payload : WITH_LOSS) {
      boolean confirmed = payload.equals(WITH_LOSS.get(1));
      downlinks.add(network.addDownlink(scenario.devId(), payload, confirmed));
    }
    await().atMost(LONG).until(device::isIdle);

    scenario.loseNothing();
    comesToRest(life, scenario);
    assertThat(network.downlinks(scenario.devId())).as("%s", life).isEmpty();
    for (var downlinkId : downlinks) {
      boolean confirmed = downlinkId.equals(downlinks.get(1));
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(
                          outcomes(downlinkId, confirmed ? "acks" : "sent")
                              + outcomes(downlinkId, "errors"))
                      .as("%s: outcomes of %s", life, downlinkId)
                      .isEqualTo(1));
    }
    worksAsIfNothingHadBeen(life, scenario);
    return scenario;
  }

  private static void comesToRest(Life life, Scenario scenario) {
    var device = scenario.device();
    int quiet = 0;
    for (int i = 0; i < MOST_UNTIL_REST && !(quiet >= REST && isDone(scenario)); i++) {
      int before = scenario.emissions();
      scenario.send(1, 2);
      await().atMost(SOON).until(device::isIdle);
      quiet = scenario.emissions() == before ? quiet + 1 : 0;
    }
    assertThat(quiet).as("%s: uplinks without an answer", life).isGreaterThanOrEqualTo(REST);
  }

  private static boolean isDone(Scenario scenario) {
    return network.downlinks(scenario.devId()).isEmpty();
  }

  private static void worksAsIfNothingHadBeen(Life life, Scenario scenario) {
    var device = scenario.device();
    int acknowledged = device.events(UplinkAcknowledged.class).size();
    scenario.send(1, 1);
    await().atMost(SOON).until(device::isIdle);
    assertThat(device.events(UplinkAcknowledged.class)).as("%s", life).hasSize(acknowledged + 1);
    var sent = device.events(UplinkSent.class);
    assertThat(sent.get(sent.size() - 1).attempt()).as("%s", life).isEqualTo(1);

    network.addDownlink(scenario.devId(), LAST, false);
    var window =
        switch (life.deviceClass()) {
          case A -> Window.RX1;
          case B -> Window.PING_SLOT;
          case C -> Window.RXC;
        };
    if (life.deviceClass() == DeviceClass.A) {
      scenario.send(1, 2);
    }
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(device.events(DownlinkReceived.class))
                    .as("%s", life)
                    .filteredOn(its -> its.payload().equals(LAST))
                    .extracting(DownlinkReceived::window)
                    .containsExactly(window));
    await().atMost(SOON).until(device::isIdle);
  }

  private static JsonNode known(Scenario scenario) {
    return network.admin().device(network.app(), scenario.devId()).orElseThrow();
  }

  /** How often the application was told this of a downlink. */
  private static long outcomes(String downlinkId, String kind) {
    return application.events().stream()
        .filter(event -> event.topic().endsWith("/events/down/" + kind))
        .filter(event -> event.message().at("/message/downlink_id").asText().equals(downlinkId))
        .count();
  }

  /** In class B and C downlinks are sent, and sent again, though no uplink asks for them. */
  private static long attempts(Scenario scenario) {
    return Stream.of("sent", "errors")
        .flatMap(
            kind ->
                application.events().stream()
                    .filter(
                        event ->
                            event
                                .topic()
                                .endsWith("/devices/" + scenario.devId() + "/events/down/" + kind)))
        .count();
  }

  private static List<Long> counters(Scenario scenario) {
    return application.uplinks().stream()
        .filter(uplink -> uplink.devId().equals(scenario.devId()))
        .map(Uplink::fCnt)
        .toList();
  }
}
