package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.simulator.client.MqttSubscriber;
import io.lorikeet.simulator.client.UplinkLog;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.SimulatedDevice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole way: a device's frames to an MQTT client, and downlinks back. */
@ExtendWith(SharedNode.class)
class PrivateNetworkIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static TestNetwork network;
  private static UplinkLog application;
  private static MqttSubscriber subscriber;

  @BeforeAll
  static void startNetwork(Node node) {
    network = TestNetwork.start(node, "private-network");
    network.createApplication();
    network.addGateway(1);
    network.addGateway(2);
    application = new UplinkLog();
    subscriber = network.subscribe(application);
  }

  @AfterAll
  static void stopNetwork() {
    subscriber.close();
    network.close();
  }

  @Test
  void aJoinedDevicesUplinkReachesTheApplicationDecryptedAndOnce() {
    var device = joined("otaa-1");

    device.send(7, text("hello"), false);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(application.uplinks())
                    .filteredOn(uplink -> uplink.devId().equals("otaa-1"))
                    .singleElement()
                    .satisfies(
                        uplink -> {
                          assertThat(uplink.port()).isEqualTo(7);
                          assertThat(uplink.fCnt()).isZero();
                          assertThat(uplink.payload()).isEqualTo(text("hello"));
                        }));
    assertThat(events("otaa-1", "activations")).hasSize(1);
  }

  @Test
  void aConfirmedUplinkIsAcknowledged() {
    var device = network.addAbpDevice("abp-confirmed", DevAddr.parse("01000001"));

    device.send(1, text("important"), true);

    await()
        .atMost(SOON)
        .until(() -> !device.events(DeviceEvent.UplinkAcknowledged.class).isEmpty());
    assertThat(device.events(DeviceEvent.Violation.class)).isEmpty();
  }

  @Test
  void aQueuedDownlinkIsSentAfterTheNextUplinkAndReported() {
    var device = network.addAbpDevice("abp-downlink", DevAddr.parse("01000002"));
    network.admin().queueDownlink(network.app(), "abp-downlink", 3, text("do this"), true);

    device.send(1, text("any news?"), false);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(device.events(DeviceEvent.DownlinkReceived.class))
                    .singleElement()
                    .satisfies(
                        downlink -> {
                          assertThat(downlink.port()).isEqualTo(3);
                          assertThat(downlink.payload()).isEqualTo(text("do this"));
                        }));
    device.send(1, text("done"), false);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(events("abp-downlink", "down/acks")).hasSize(1));
    assertThat(events("abp-downlink", "down/scheduled")).hasSize(1);
    assertThat(events("abp-downlink", "down/sent")).hasSize(1);
  }

  @Test
  void aDownlinkCanBeQueuedByMqttInAnswerToAnUplink() {
    var device = network.addAbpDevice("abp-mqtt", DevAddr.parse("01000003"));

    subscriber.publish(
        network.app() + "/devices/abp-mqtt/down",
        "{\"port\": 9, \"payload_raw\": \"%s\"}".formatted(text("by mqtt").toBase64()));
    await().atMost(SOON).until(() -> !events("abp-mqtt", "down/scheduled").isEmpty());
    device.send(1, text("x"), false);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(device.events(DeviceEvent.DownlinkReceived.class))
                    .singleElement()
                    .extracting(DeviceEvent.DownlinkReceived::payload)
                    .isEqualTo(text("by mqtt")));
  }

  @Test
  void devicesOnOneAddressAreToldApartByTheirSignature() {
    var devAddr = DevAddr.parse("01000004");
    var one = network.addAbpDevice("twin-1", devAddr);
    var other = network.addAbpDevice("twin-2", devAddr);

    one.send(1, text("I am one"), false);
    other.send(1, text("I am the other"), false);

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(payloads("twin-1")).containsExactly(text("I am one"));
              assertThat(payloads("twin-2")).containsExactly(text("I am the other"));
            });
  }

  @Test
  void aWebhookGetsTheUplinkSigned() throws IOException {
    var received = new LinkedBlockingQueue<ReceivedRequest>();
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          received.add(
              new ReceivedRequest(
                  exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      var answer =
          network
              .admin()
              .call(
                  "POST",
                  "/api/v1/applications/" + network.app() + "/webhooks",
                  Optional.of(
                      Map.of(
                          "url",
                          "http://127.0.0.1:" + server.getAddress().getPort() + "/hook",
                          "events",
                          List.of("up"),
                          "secret",
                          "a secret")));
      assertThat(answer.statusCode()).isEqualTo(201);
      var device = network.addAbpDevice("abp-webhook", DevAddr.parse("01000005"));

      device.send(1, text("to the hook"), false);

      await()
          .atMost(SOON)
          .until(() -> received.stream().anyMatch(its -> its.text().contains("abp-webhook")));
      var request =
          received.stream().filter(its -> its.text().contains("abp-webhook")).findFirst().get();
      assertThat(request.headers().getFirst("X-Lorikeet-Event")).isEqualTo("up");
      assertThat(request.text()).contains(text("to the hook").toBase64());
      var signature = request.headers().getFirst("X-Lorikeet-Signature");
      var time = signature.substring("t=".length(), signature.indexOf(','));
      assertThat(signature).endsWith("v1=" + hmac("a secret", time + "." + request.text()));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theApiTellsOfASessionsCounters() {
    var device = network.addAbpDevice("abp-api", DevAddr.parse("01000006"));
    for (var i = 0; i < 3; i++) {
      device.send(1, text("number " + i), false);
    }

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var session =
                  network.admin().device(network.app(), "abp-api").orElseThrow().path("session");
              assertThat(session.path("f_cnt_up").asLong()).isEqualTo(2);
              assertThat(session.path("dev_addr").asText()).isEqualTo("01000006");
            });
  }

  /** Alerts are held against the guide by another test. */
  @Test
  void everyMetricOfTheOperatorGuideIsShown() throws IOException {
    var guide = Files.readString(Path.of("..", "docs", "operator-guide.md"));
    var section = guide.substring(guide.indexOf("\n## Metrics"), guide.indexOf("\n## Health"));
    var documented =
        Pattern.compile("^\\| (`lorikeet_.*?`) \\|", Pattern.MULTILINE)
            .matcher(section)
            .results()
            .flatMap(row -> Pattern.compile("lorikeet_[a-z_]+").matcher(row.group(1)).results())
            .map(MatchResult::group)
            .toList();
    assertThat(documented).hasSizeGreaterThan(20);

    await()
        .atMost(SOON) // shards and entities are counted every ten seconds
        .untilAsserted(() -> assertThat(shown()).containsAll(documented));
  }

  private static Set<String> shown() {
    var page = network.management("/metrics");
    return Pattern.compile("^# TYPE (lorikeet_[a-z_]+) ", Pattern.MULTILINE)
        .matcher(page)
        .results()
        .map(its -> its.group(1))
        .collect(Collectors.toSet());
  }

  private record ReceivedRequest(Headers headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private static String hmac(String secret, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SimulatedDevice joined(String devId) {
    var device = network.addOtaaDevice(devId);
    device.join();
    await().atMost(SOON).until(() -> device.devAddr(), Optional::isPresent);
    return device;
  }

  private static List<Payload> payloads(String devId) {
    return application.uplinks().stream()
        .filter(uplink -> uplink.devId().equals(devId))
        .map(uplink -> uplink.payload())
        .toList();
  }

  private static List<UplinkLog.Event> events(String devId, String kind) {
    return application.events().stream()
        .filter(event -> event.topic().endsWith("/devices/" + devId + "/events/" + kind))
        .toList();
  }

  private static Payload text(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
