package io.lorikeet.simulator.client;

import java.util.Optional;

/**
 * A subscriber's way to the broker.
 *
 * @param user usually the application id; empty: none
 * @param password usually an API key
 * @param clientId one that no other client has
 * @param keepSession whether the broker is to keep for us what comes while we are away
 */
public record MqttSettings(
    String host,
    int port,
    Optional<String> user,
    Optional<String> password,
    String clientId,
    boolean keepSession) {

  /** Without the password. */
  @Override
  public String toString() {
    return "MqttSettings[" + clientId + "@" + host + ":" + port + "]";
  }
}
