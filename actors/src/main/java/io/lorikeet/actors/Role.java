package io.lorikeet.actors;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a node of the cluster may do; a node has one role, some of them, or all. */
public enum Role {
  /** Holds the sockets of gateways. */
  GATEWAY_BRIDGE,
  /** Gateways: where they are connected, and their time on the air. */
  ROUTER,
  /** Finds the device of a frame, and makes one of its copies. */
  BROKER,
  /** Devices' sessions. */
  NETWORK_SERVER,
  /** Devices' applications, their logs, and the ways to subscribers. */
  HANDLER,
  /** Serves the HTTP API. */
  API;

  /** As in the configuration and in the cluster: {@code network-server}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The opposite of {@link #text}.
   *
   * @throws IllegalArgumentException when there is no such role
   */
  public static Role parse(String text) {
    return Arrays.stream(values())
        .filter(role -> role.text().equals(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "role: %s (expected: %s)"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(Role::text)
                                .collect(Collectors.joining(", ")))));
  }
}
