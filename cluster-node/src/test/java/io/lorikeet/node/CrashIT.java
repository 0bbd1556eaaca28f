package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.crypto.SessionKeys10;
import io.lorikeet.protocol.frame.DataFrameSpec;
import io.lorikeet.protocol.frame.DataFrames;
import io.lorikeet.protocol.frame.FCtrl;
import io.lorikeet.protocol.frame.JoinRequest;
import io.lorikeet.protocol.frame.MType;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.protocol.id.DevEui;
import io.lorikeet.protocol.id.GatewayEui;
import io.lorikeet.protocol.id.JoinEui;
import io.lorikeet.protocol.key.Aes128Key;
import io.lorikeet.protocol.radio.LoRa;
import io.lorikeet.simulator.SimulatedTime;
import io.lorikeet.simulator.air.Link;
import io.lorikeet.simulator.air.LinkModel;
import io.lorikeet.simulator.air.RadioWorld;
import io.lorikeet.simulator.client.ApiException;
import io.lorikeet.simulator.client.DeviceRegistration;
import io.lorikeet.simulator.client.MqttSettings;
import io.lorikeet.simulator.client.NetworkClient;
import io.lorikeet.simulator.client.NetworkSettings;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.DeviceIdentity;
import io.lorikeet.simulator.device.DeviceSettings;
import io.lorikeet.simulator.device.SimulatedDevice;
import io.lorikeet.simulator.forwarder.GatewaySettings;
import io.lorikeet.simulator.forwarder.Reception;
import io.lorikeet.simulator.forwarder.SimulatedGateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node, and its Cassandra, are killed at random moments under load, several times; what must
 * never happen is judged by what devices and subscribers have seen.
 */
@Isolated("takes the whole machine")
class CrashIT {

  private static final Logger LOG = LoggerFactory.getLogger(CrashIT.class);
  private static final String APP = "crash";
  private static final int ROUNDS = 4;
  private static final int DEVICES = 20;
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final LoRa SF7 = LoRa.of(7, 125_000);

  private final long seed = Long.getLong("lorikeet.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final UplinkLog application = new UplinkLog();
  private final List<SimulatedDevice> devices = new ArrayList<>();
  private final ReplayingDevice replaying = new ReplayingDevice();
  private final ReplayingJoiner joiner = new ReplayingJoiner();
  private SimulatedGateway gateway;

  @TempDir Path directory;

  @Test
  void noCounterIsUsedTwiceAndNothingLoggedIsMissingAfterCrashes() throws Exception {
    LOG.info("seed {} (-Dlorikeet.test.seed={} repeats it)", seed, seed);
    var data = Files.createDirectories(directory.resolve("data"));
    try (var node = new NodeProcess(data);
        var world =
            RadioWorld.start(
                SimulatedTime.real(), LinkModel.equal(new Link(-70, 8)), random.nextLong())) {
      node.start();
      var admin = new NetworkClient(new NetworkSettings(node.api(), NodeProcess.ADMIN_KEY));
      provision(admin, node, world);
      var appKey = admin.createApiKey(APP, "test", List.of("messages:up:r", "messages:down:w"));
      var subscriber = application.subscribe(mqtt(node, appKey), APP);
      try {
        var traffic = Executors.newSingleThreadScheduledExecutor();
        try {
          traffic.scheduleAtFixedRate(() -> tick(admin), 0, 50, TimeUnit.MILLISECONDS);
          for (var round = 0; round < ROUNDS; round++) {
            crash(node, traffic, round);
          }
        } finally {
          traffic.shutdown();
          traffic.awaitTermination(10, TimeUnit.SECONDS);
        }
        judge(admin);
      } finally {
        subscriber.close();
      }
    }
  }

  /** Lets it run for a random while, kills the one or the other, and lets it come back. */
  private void crash(NodeProcess node, ScheduledExecutorService traffic, int round)
      throws IOException, InterruptedException {
    var moment = 1_500 + random.nextInt(2_500);
    var over = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(moment);
    await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() > over);
    if (round % 2 == 0) {
      LOG.info("round {}: kill -9 of the node after {} ms", round, moment);
      node.kill();
      node.start();
    } else {
      LOG.info("round {}: kill -9 of Cassandra after {} ms", round, moment);
      node.killCassandra();
    }
    var before = application.uplinks().size();
    await("uplinks arrive again")
        .atMost(LONG)
        .until(() -> application.uplinks().size() > before + DEVICES);
  }

  private void provision(NetworkClient admin, NodeProcess node, RadioWorld world) {
    admin.createApplication(APP);
    var eui = new GatewayEui(0x0200_00ff_fe00_0001L);
    admin.createGateway("crash-gateway", eui);
    gateway =
        world.addGateway(
            GatewaySettings.of(eui, new InetSocketAddress("127.0.0.1", node.gatewayPort())));
    for (var i = 0; i < DEVICES; i++) {
      var identity =
          new DeviceIdentity.Abp(
              new DevEui(random.nextLong()),
              new DevAddr(0x0100_0000 + i),
              new SessionKeys10(key(), key()));
      admin.createDevice(
          APP,
          new DeviceRegistration.Abp(
              "device-" + i, identity.devEui(), identity.devAddr(), identity.keys()));
      devices.add(world.addDevice(identity, DeviceSettings.usual()));
    }
    admin.createDevice(APP, replaying.registration());
    admin.createDevice(APP, joiner.registration());
  }

  private MqttSettings mqtt(NodeProcess node, String appKey) {
    return new MqttSettings(
        "127.0.0.1",
        node.mqttPort(),
        Optional.of(APP),
        Optional.of(appKey),
        "crash-" + seed,
        false);
  }

  private Aes128Key key() {
    var bytes = new byte[Aes128Key.SIZE];
    random.nextBytes(bytes);
    return Aes128Key.of(bytes);
  }

  private int ticks;

  /**
   * 20 times a second: an uplink, now and then confirmed; old frames and joins again; a downlink.
   */
  private void tick(NetworkClient admin) {
    var device = devices.get(ticks++ % devices.size());
    if (device.isIdle()) {
      device.send(1, Payload.of(new byte[] {(byte) ticks}), ticks % 5 == 0);
    }
    replaying.send();
    if (ticks % 20 == 0) {
      joiner.send();
    }
    if (ticks % 10 == 0) {
      queueDownlink(admin, ticks % devices.size());
    }
  }

  private void queueDownlink(NetworkClient admin, int device) {
    try {
      admin.queueDownlink(
          APP, "device-" + device, 2, Payload.of(new byte[] {1, (byte) ticks}), ticks % 30 == 0);
    } catch (ApiException | CompletionException awayNow) {
      LOG.debug("no downlink now: {}", awayNow.toString());
    }
  }

  private void judge(NetworkClient admin) throws IOException {
    var logged = awaitLogged(admin);
    await("all that is logged is delivered")
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(application.uplinks().stream().map(uplink -> uplink.uplinkId()).toList())
                    .containsAll(logged));
    for (var device : devices) {
      assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
    }
    var byCounter = new HashMap<String, Set<String>>();
    application
        .uplinks()
        .forEach(
            uplink ->
                byCounter
                    .computeIfAbsent(
                        uplink.devId() + "/" + uplink.fCnt(), counter -> new HashSet<>())
                    .add(uplink.uplinkId()));
    assertThat(byCounter).allSatisfy((counter, ids) -> assertThat(ids).hasSize(1));
    assertThat(application.uplinks().size()).isGreaterThan(ROUNDS * DEVICES);
    var activations =
        application.events().stream()
            .filter(event -> event.topic().endsWith("/events/activations"))
            .map(event -> event.message().path("dev_addr").asText())
            .distinct()
            .count();
    assertThat(activations).isBetween(1L, (long) joiner.nonces());
    LOG.info(
        "{} uplinks, {} delivered again, {} joins of {} nonces",
        application.uplinks().size(),
        application.repetitions(),
        activations,
        joiner.nonces());
  }

  /** What the log holds once it has come to rest. */
  private static List<String> awaitLogged(NetworkClient admin) {
    var before = new ArrayList<String>();
    await("the log comes to rest")
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(3))
        .until(
            () -> {
              var now = messages(admin);
              boolean atRest = !now.isEmpty() && now.equals(before);
              before.clear();
              before.addAll(now);
              return atRest;
            });
    return before;
  }

  private static List<String> messages(NetworkClient admin) throws IOException {
    var ids = new ArrayList<String>();
    var path = "/api/v1/applications/" + APP + "/messages?limit=1000";
    var next = Optional.of(path);
    while (next.isPresent()) {
      var answer =
          new ObjectMapper().readTree(admin.call("GET", next.get(), Optional.empty()).body());
      answer.path("messages").forEach(message -> ids.add(message.path("uplink_id").asText()));
      next =
          Optional.ofNullable(answer.path("next_cursor").textValue())
              .map(cursor -> path + "&after=" + cursor);
    }
    return ids;
  }

  private Reception heard(Payload phy) {
    return new Reception(System.nanoTime(), 868_100_000, SF7, -60, 9, phy);
  }

  /** Sends each of its frames again and again, as someone who has recorded them would. */
  private final class ReplayingDevice {

    private final DevAddr devAddr = new DevAddr(0x0100_1000);
    private final SessionKeys10 keys = new SessionKeys10(key(), key());
    private final List<Payload> sent = new ArrayList<>();

    DeviceRegistration registration() {
      return new DeviceRegistration.Abp("replaying", new DevEui(random.nextLong()), devAddr, keys);
    }

    void send() {
      if (sent.size() % 3 == 0 || random.nextBoolean()) {
        var spec =
            new DataFrameSpec(
                MType.UNCONFIRMED_DATA_UP,
                devAddr,
                FCtrl.NONE,
                sent.size(),
                Payload.empty(),
                1,
                Payload.of(new byte[] {(byte) sent.size()}));
        sent.add(DataFrames.buildUplink10(spec, keys).phy());
        gateway.receive(heard(sent.get(sent.size() - 1)));
      } else {
        gateway.receive(heard(sent.get(random.nextInt(sent.size()))));
      }
    }
  }

  /** Asks to join, with new nonces and with old ones. */
  private final class ReplayingJoiner {

    private final DevEui devEui = new DevEui(random.nextLong());
    private final JoinEui joinEui = new JoinEui(0x70b3_d57e_d000_0000L);
    private final Aes128Key appKey = key();
    private final Map<Integer, Payload> sent = new HashMap<>();

    DeviceRegistration registration() {
      return new DeviceRegistration.Otaa("joiner", devEui, joinEui, appKey);
    }

    void send() {
      var nonce = random.nextInt(4);
      sent.computeIfAbsent(nonce, it -> JoinRequest.create(joinEui, devEui, it, appKey).phy());
      gateway.receive(heard(sent.get(nonce)));
    }

    int nonces() {
      return sent.size();
    }
  }
}
