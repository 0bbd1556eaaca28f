package io.lorikeet.simulator;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** The options that say where the network is. */
public final class TargetOptions {

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      split = ",",
      description =
          "Where the network takes gateways; of several nodes, separated by commas, each gets its"
              + " share (default: ${DEFAULT-VALUE}).")
  List<String> hosts;

  @Option(
      names = "--udp-port",
      defaultValue = "1700",
      description = "Port for Semtech UDP (default: ${DEFAULT-VALUE}).")
  int udpPort;

  @Option(
      names = "--mqtt-host",
      defaultValue = "127.0.0.1",
      description = "Where applications subscribe (default: ${DEFAULT-VALUE}).")
  String mqttHost;

  @Option(
      names = "--mqtt-port",
      defaultValue = "1883",
      description = "Port of the MQTT broker (default: ${DEFAULT-VALUE}).")
  int mqttPort;

  @Option(names = "--mqtt-user", description = "Instead of the application id.")
  String mqttUser;

  @Option(names = "--mqtt-password", description = "Instead of the application's key.")
  String mqttPassword;

  @Option(
      names = "--api-url",
      defaultValue = "${env:LORIKEET_URL:-http://127.0.0.1:8080}",
      description = "Management API (LORIKEET_URL; default: ${DEFAULT-VALUE}).")
  URI apiUrl;

  @Option(
      names = "--key",
      defaultValue = "${env:LORIKEET_KEY:-}",
      showDefaultValue = Help.Visibility.NEVER,
      description = "A key that may create applications (LORIKEET_KEY).")
  String key;

  /** Where gateways send to, if all send to one. */
  public InetSocketAddress server() {
    return servers().get(0);
  }

  /** Where gateways send to, each in turn; at least one. */
  public List<InetSocketAddress> servers() {
    return hosts.stream().map(host -> new InetSocketAddress(host, udpPort)).toList();
  }

  public String mqttHost() {
    return mqttHost;
  }

  public int mqttPort() {
    return mqttPort;
  }

  public Optional<String> mqttUser() {
    return Optional.ofNullable(mqttUser);
  }

  public Optional<String> mqttPassword() {
    return Optional.ofNullable(mqttPassword);
  }

  public URI apiUrl() {
    return apiUrl;
  }

  /** Empty if none was given. */
  public Optional<String> key() {
    return Optional.of(key).filter(given -> !given.isEmpty());
  }
}
