package io.lorikeet.simulator.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lorikeet.protocol.frame.DataFrame;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.PhyPayload;
import io.lorikeet.simulator.FakeApi;
import io.lorikeet.simulator.FakeNetwork;
import io.lorikeet.simulator.Recorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {

  @TempDir Path data;

  private final FakeApi api = new FakeApi();
  private final Recorder<PhyPayload> heard = new Recorder<>(10_000);
  private final FakeNetwork network =
      new FakeNetwork(packet -> heard.add(PhyPayload.parse(packet.phy())));

  @AfterEach
  void stop() {
    network.close();
    api.close();
  }

  @Test
  void createsWhatIsMissingAndSends() {
    try (var simulation = Simulation.start(settings(Optional.of(FakeApi.ADMIN_KEY), 1, 2))) {
      await().until(() -> dataFrames().size() > 3 && !joinRequests().isEmpty());
      assertThat(simulation.deviceIds()).containsExactly("thermometer-1", "meter-1", "meter-2");
      assertThat(simulation.counts().uplinks()).isPositive();
    }
    assertThat(api.field("dev_id")).containsExactly("meter-1", "meter-2", "thermometer-1");
    assertThat(api.field("frequency_plan")).containsOnly("EU_863_870");
    assertThat(api.requests().get(0)).isEqualTo("POST gateways");
  }

  @Test
  void goesOnWithTheSameDevicesAndCountersAndNeedsNoAdminKeyForIt() {
    try (var first = Simulation.start(settings(Optional.of(FakeApi.ADMIN_KEY), 1, 2))) {
      await().until(() -> dataFrames().size() > 3 && !joinRequests().isEmpty());
      assertThat(first.applicationKey()).isEqualTo("key-0");
    }
    var devices = api.devices();
    int before = dataFrames().size();

    try (var second = Simulation.start(settings(Optional.empty(), 1, 2))) {
      await().until(() -> dataFrames().size() > before + 3 && joinRequests().size() > 2);
      assertThat(second.applicationKey()).isEqualTo("key-0");
    }
    assertThat(api.devices()).isEqualTo(devices);
    assertThat(heardOnceByEachGateway()).isTrue();
    assertThat(dataFrames()).extracting(DataFrame::fCnt16).allMatch(fCnt -> fCnt < 100);
  }

  @Test
  void usesNoCounterTwiceAfterASuddenEnd() throws IOException {
    var state = settings(Optional.empty(), 1, 2).state();
    byte[] early;
    try (var first = Simulation.start(settings(Optional.of(FakeApi.ADMIN_KEY), 1, 2))) {
      early = Files.readAllBytes(state);
      await().until(() -> dataFrames().size() > 5 && !joinRequests().isEmpty());
      assertThat(first.counts().violations()).isZero();
    }
    Files.write(state, early);
    int before = dataFrames().size();
    int joinsBefore = joinRequests().size();

    try (var second = Simulation.start(settings(Optional.empty(), 1, 2))) {
      await().until(() -> dataFrames().size() > before + 5 && joinRequests().size() > joinsBefore);
      assertThat(second.deviceIds()).hasSize(3);
    }
    assertThat(heardOnceByEachGateway()).isTrue();
  }

  @Test
  void makesDevicesAnewWhoseKeysAreLost() throws IOException {
    var settings = settings(Optional.of(FakeApi.ADMIN_KEY), 0, 2);
    Simulation.start(settings).close();
    var before = api.field("nwk_s_key");
    Files.delete(settings.state());
    Simulation.start(settings).close();

    assertThat(api.field("nwk_s_key")).hasSize(2).doesNotContainAnyElementsOf(before);
  }

  @Test
  void saysWhichKeyItMisses() {
    assertThatThrownBy(() -> Simulation.start(settings(Optional.empty(), 0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LORIKEET_ADMIN_KEY");
  }

  @Test
  void theDemoTellsHowToSubscribe() {
    var out = new StringWriter();
    var demo =
        Demo.start(
            new Demo.Settings(
                network.address(),
                api.url(),
                Optional.of(FakeApi.ADMIN_KEY),
                "127.0.0.1",
                1883,
                data),
            new PrintWriter(out));
    demo.stop();

    assertThat(out.toString())
        .contains("mosquitto_sub -h 127.0.0.1 -p 1883 -u demo -P key-0 -v -t 'demo/devices/+/up'");
    assertThat(api.devices()).hasSize(6);
    assertThat(data.resolve("demo-state.json")).exists();
  }

  private SimulationSettings settings(Optional<String> adminKey, int joining, int personalized) {
    return new SimulationSettings(
        network.address(),
        api.url(),
        adminKey,
        "simulation",
        data.resolve("state.json"),
        new SimulationSettings.Population(2, joining, personalized),
        new SimulationSettings.Habits(Duration.ofMillis(50), Duration.ofMillis(100), 0, 1));
  }

  /** No counter and no nonce twice, if each frame came through both gateways. */
  private boolean heardOnceByEachGateway() {
    var frames = new HashSet<>(heard.list());
    long counters =
        frames.stream()
            .map(
                frame ->
                    frame instanceof DataFrame data
                        ? data.devAddr() + "/" + data.fCnt16()
                        : ((JoinRequest) frame).devEui() + "/" + ((JoinRequest) frame).devNonce())
            .distinct()
            .count();
    return counters == frames.size();
  }

  private List<DataFrame> dataFrames() {
    return heard.list().stream()
        .filter(DataFrame.class::isInstance)
        .map(DataFrame.class::cast)
        .toList();
  }

  private List<PhyPayload> joinRequests() {
    return heard.list().stream().filter(JoinRequest.class::isInstance).toList();
  }
}
