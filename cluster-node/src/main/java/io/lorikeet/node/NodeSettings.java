package io.lorikeet.node;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * See {@code lorikeet.node} in reference.conf.
 *
 * @param dataDirectory absolute; of this node alone
 * @param systemName the same on all nodes of a cluster
 * @param adminKey chosen by the operator; else one is generated
 * @param cluster how it is one of several
 * @param shutdownGrace from not ready to closed sockets
 * @param drainLimit how long its shards may take to move away before it stops
 * @param longestPause halt after which the process must not go on
 * @param broker whose MQTT broker applications use
 * @param management where health and metrics are served
 */
record NodeSettings(
    Path dataDirectory,
    String systemName,
    Optional<String> adminKey,
    ClusterSettings cluster,
    Duration shutdownGrace,
    Duration drainLimit,
    Duration longestPause,
    Broker broker,
    Listen management) {

  /** An address and a port to listen on; port 0 takes a free one. */
  record Listen(String address, int port) {}

  /**
   * @param embedded whether the broker runs in this node
   * @param listen where, if it does
   * @param queueLimit messages it keeps for one subscriber that is slow or away
   */
  record Broker(boolean embedded, Listen listen, int queueLimit) {}

  static NodeSettings from(Config root) {
    Placeholders.refuse(root);
    var node = root.getConfig("lorikeet.node");
    var broker = node.getConfig("embedded-mqtt");
    return new NodeSettings(
        Path.of(node.getString("data-directory")).toAbsolutePath().normalize(),
        node.getString("system-name"),
        Optional.of(node.getString("admin-key")).filter(key -> !key.isBlank()),
        ClusterSettings.from(root),
        node.getDuration("shutdown-grace"),
        node.getDuration("drain-limit"),
        node.getDuration("longest-pause"),
        new Broker(broker.getBoolean("enabled"), listen(broker), broker.getInt("queue-limit")),
        listen(root.getConfig("lorikeet.management")));
  }

  private static Listen listen(Config config) {
    return new Listen(config.getString("bind-address"), config.getInt("port"));
  }
}
