package io.lorikeet.node;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node as a process of its own, which a test may kill and start again on the same ports. */
final class NodeProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);

  /** Of its output, when it has ended by itself. */
  private static final int LINES = 80;

  static final String ADMIN_KEY = "admin-key-of-the-tests";

  private final Path data;
  private final int http = freePort();
  private final int mqtt = freePort();
  private final int management = freePort();
  private final int gateways = freePort();
  private final List<String> moreOptions;
  private Process process;

  NodeProcess(Path data, String... moreOptions) {
    this.data = data;
    this.moreOptions = List.of(moreOptions);
  }

  /** Starts it and waits until it is ready. */
  void start() throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
            "-Dlorikeet.cassandra.classpath=" + System.getProperty("lorikeet.cassandra.classpath"),
            "-Dconfig.resource=local-node.conf",
            "-Dlorikeet.persistence.embedded.short-lived=on",
            "-Dlorikeet.node.data-directory=" + data,
            "-Dlorikeet.node.admin-key=" + ADMIN_KEY,
            "-Dlorikeet.http-api.port=" + http,
            "-Dlorikeet.node.embedded-mqtt.port=" + mqtt,
            "-Dlorikeet.management.port=" + management,
            "-Dlorikeet.gateway-bridge.semtech-udp.port=" + gateways,
            "-Dakka.remote.artery.canonical.port=0"));
    command.addAll(moreOptions);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.lorikeet.node.Main", "node"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    awaitReady();
  }

  void awaitReady() {
    await("the node is ready")
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(200))
        .until(this::ready);
  }

  private boolean ready() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the node has ended with " + process.exitValue());
    }
    try {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/ready")).build();
      var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** As {@code kill -9}. Its Cassandra notices and ends too. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** As {@code kill -9} of the Cassandra that belongs to it. */
  void killCassandra() {
    var cassandra = process.toHandle().children().findFirst().orElseThrow();
    cassandra.destroyForcibly();
    cassandra.onExit().join();
  }

  URI api() {
    return URI.create("http://127.0.0.1:" + http);
  }

  int mqttPort() {
    return mqtt;
  }

  int gatewayPort() {
    return gateways;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      if (!process.isAlive()) {
        LOG.error("the node had ended with {}:\n{}", process.exitValue(), lastLines());
      }
      process.destroy();
      process.onExit().join();
    }
  }

  private String lastLines() throws IOException {
    var lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  private Path log() {
    return data.resolveSibling("node.log");
  }
}
