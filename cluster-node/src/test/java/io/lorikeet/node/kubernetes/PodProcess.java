package io.lorikeet.node.kubernetes;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A node's process with nothing in its environment but what a pod of its set has. What a container
 * would add is told apart: files stand in a folder instead of at the root, and an address of its
 * own takes the place of "all addresses", which pods on one machine would share.
 */
final class PodProcess implements AutoCloseable {

  private static final String ALL_ADDRESSES = "0.0.0.0";

  private final HttpClient http = HttpClient.newHttpClient();
  private final NodeSet set;
  private final String podIp;
  private final Path root;
  private final Process process;

  /**
   * What a pod finds around it.
   *
   * @param services what takes the place of values that the manifests have, as of names of Services
   * @param secrets files by their paths in the container
   */
  record Surroundings(
      Map<String, String> services,
      Map<String, Path> secrets,
      InetSocketAddress api,
      ServiceAccountFiles account) {}

  /**
   * @param root stands for the root of its file system
   * @param options more of them for Java
   */
  static PodProcess start(
      NodeSet set, String podIp, Path root, Surroundings surroundings, String... options)
      throws IOException {
    return new PodProcess(set, podIp, root, surroundings, List.of(options));
  }

  private PodProcess(
      NodeSet set, String podIp, Path root, Surroundings surroundings, List<String> options)
      throws IOException {
    this.set = set;
    this.podIp = podIp;
    this.root = Files.createDirectories(root);
    for (var file : set.configFiles().entrySet()) {
      var path = Path.of(root + file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    for (var file : surroundings.secrets().entrySet()) {
      var path = Path.of(root + file.getKey());
      Files.createDirectories(path.getParent());
      Files.copy(file.getValue(), path);
    }
    var builder =
        new ProcessBuilder(command(surroundings.account(), options)).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment(surroundings.services()));
    var api = surroundings.api();
    builder.environment().put("KUBERNETES_SERVICE_HOST", api.getAddress().getHostAddress());
    builder.environment().put("KUBERNETES_SERVICE_PORT", String.valueOf(api.getPort()));
    process = builder.redirectOutput(log().toFile()).start();
  }

  private List<String> command(ServiceAccountFiles account, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2"));
    if (set.pod().path("automountServiceAccountToken").asBoolean()) {
      var kubernetes = "-Dakka.discovery.kubernetes-api.";
      command.add(kubernetes + "api-ca-path=" + account.ca());
      command.add(kubernetes + "api-token-path=" + account.token());
      command.add(kubernetes + "pod-namespace-path=" + account.namespace());
    }
    command.addAll(options);
    command.addAll(List.of("-cp", imageClassPath(), "io.lorikeet.node.Main", "node"));
    return command;
  }

  /** The container image has no MQTT broker: a node must do without its classes. */
  private static String imageClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("embedded-mqtt") && !entry.contains("hivemq-community"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Map<String, String> environment(Map<String, String> services) {
    var mounts =
        set.container().path("volumeMounts").findValuesAsText("mountPath").stream()
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(^|=)(", ")\\b"));
    var environment = new TreeMap<String, String>();
    set.environment(podIp)
        .forEach(
            (name, value) -> {
              var mapped = value.replaceAll(mounts, "$1" + root + "$2");
              mapped = mapped.equals(ALL_ADDRESSES) ? podIp : mapped;
              environment.put(name, services.getOrDefault(mapped, mapped));
            });
    return environment;
  }

  NodeSet set() {
    return set;
  }

  String podIp() {
    return podIp;
  }

  /** What the process prints. */
  Path log() {
    return root.resolve("log");
  }

  InetSocketAddress address(String port) {
    return new InetSocketAddress(podIp, set.port(port));
  }

  /** Of the process, once it has ended by itself. */
  OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** Whether the container's probe would pass. */
  boolean passes(String probe) {
    if (!process.isAlive()) {
      throw new IllegalStateException(set.name() + " has ended:\n" + read(log()));
    }
    var get = set.container().path(probe).path("httpGet");
    return get(get.path("port").asText(), get.path("path").asText())
        .filter(answer -> answer.statusCode() == 200)
        .isPresent();
  }

  /** What it answers at the container's port with the name; empty when it does not. */
  Optional<HttpResponse<String>> get(String port, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + podIp + ":" + set.port(port) + path))
            .timeout(Duration.ofSeconds(3));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return Optional.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "(" + file + " cannot be read)";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
