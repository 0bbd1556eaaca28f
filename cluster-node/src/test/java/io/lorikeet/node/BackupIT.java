package io.lorikeet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lorikeet.persistence.backup.Backup;
import io.lorikeet.protocol.Payload;
import io.lorikeet.protocol.id.DevAddr;
import io.lorikeet.simulator.device.DeviceEvent;
import io.lorikeet.simulator.device.SimulatedDevice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A backup of a network that runs, brought back after the network has gone on for a while. */
@Isolated("takes the whole machine")
class BackupIT {

  private static final String APP = "backup";
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void whatWasStoredIsBackAndWhatWasUsedSinceIsNotUsedAgain() throws IOException {
    var data = directory.resolve("data");
    var backup = directory.resolve("backup");
    var restored = directory.resolve("restored");
    var before = TestNetwork.start(start(data, 0), APP);
    SimulatedDevice personalized;
    SimulatedDevice joining;
    int port;
    try {
      before.createApplication();
      before.addGateway(1);
      personalized = before.addAbpDevice("abp", DevAddr.parse("01000001"));
      joining = before.addOtaa11Device("otaa");
      join(joining, 1);
      confirmed(personalized, "before", 1);
      confirmed(joining, "before", 1);

      assertThat(lorikeet("backup", "--data", data, "--to", backup, "--with-key")).contains("MB");

      confirmed(personalized, "since", 2);
      confirmed(personalized, "since", 3);
      join(joining, 2);
      confirmed(joining, "since", 2);
      port = before.node().endpoints().gateways().orElseThrow().getPort();
    } finally {
      before.node().close();
    }

    assertThatThrownBy(() -> start(backup, 0)).hasMessageContaining("is a backup");
    assertThat(lorikeet("restore", "--from", backup, "--data", restored))
        .contains("leave out 10000 counters");
    // As if it had been stopped just before its end.
    Files.copy(backup.resolve(Backup.MARK), restored.resolve(Backup.UNFINISHED));
    assertThatThrownBy(() -> start(restored, 0)).hasMessageContaining("restore");
    lorikeet("restore", "--data", restored);

    var node = start(restored, port);
    var after = TestNetwork.start(node, APP);
    try {
      confirmed(personalized, "after", 4);
      join(joining, 3);
      confirmed(joining, "after", 3);

      assertThat(personalized.events(DeviceEvent.Violation.class)).isEmpty();
      assertThat(joining.events(DeviceEvent.Violation.class)).isEmpty();
      var device = after.admin().device(APP, "abp").orElseThrow();
      assertThat(device.path("session").path("f_cnt_down").asLong()).isBetween(10_000L, 20_000L);
      assertThat(messages(after)).contains(base64("before"), base64("after"));
      assertThat(messages(after)).doesNotContain(base64("since"));
    } finally {
      after.close();
      before.close();
      node.close();
    }
  }

  /** One that hears gateways on this port; another node of these tests has the usual ones. */
  private static Node start(Path data, int gateways) throws IOException {
    return SharedNode.startNode(
        data,
        Map.of(
            "lorikeet.gateway-bridge.semtech-udp.port",
            gateways,
            "lorikeet.node.embedded-mqtt.port",
            11_884));
  }

  /** What the command prints. */
  private static String lorikeet(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    var exit =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
    assertThat(exit).as("%s%s", out, err).isZero();
    return out.toString();
  }

  private static void join(SimulatedDevice device, int times) {
    device.join();
    await().atMost(SOON).until(() -> device.events(DeviceEvent.Joined.class).size() == times);
  }

  private static void confirmed(SimulatedDevice device, String text, int times) {
    device.send(1, Payload.of(text.getBytes(StandardCharsets.UTF_8)), true);
    await()
        .atMost(SOON)
        .until(() -> device.events(DeviceEvent.UplinkAcknowledged.class).size() == times);
  }

  private static String messages(TestNetwork network) {
    return network
        .admin()
        .call("GET", "/api/v1/applications/" + APP + "/messages", Optional.empty())
        .body();
  }

  private static String base64(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8)).toBase64();
  }
}
