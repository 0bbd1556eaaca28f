package io.lorikeet.embeddedmqtt;

import java.nio.file.Path;

/**
 * Where the broker listens and how much it holds.
 *
 * @param bindAddress of the listener, as {@code 127.0.0.1}
 * @param port of the listener, TCP without TLS
 * @param folder belongs to the broker; its configuration is written into it
 * @param queueLimit messages kept for one client that does not keep up or is away; what comes
 *     beyond is dropped for it
 */
public record BrokerSettings(String bindAddress, int port, Path folder, int queueLimit) {

  /**
   * Ten seconds of a busy network. An uplink is about 1 kB, so that one client that stalls costs up
   * to some 20 MB of heap.
   */
  public static final int DEFAULT_QUEUE_LIMIT = 20_000;

  public BrokerSettings {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
    if (queueLimit < 1) {
      throw new IllegalArgumentException("queue limit: " + queueLimit + " (expected: at least 1)");
    }
    if (!bindAddress.matches("[0-9A-Za-z.:_-]+")) {
      throw new IllegalArgumentException(
          "bind address: " + bindAddress + " (expected: an address or a host name)");
    }
  }

  public BrokerSettings(String bindAddress, int port, Path folder) {
    this(bindAddress, port, folder, DEFAULT_QUEUE_LIMIT);
  }
}
