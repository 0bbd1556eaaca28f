package io.lorikeet.actors.networkserver;

import com.typesafe.config.Config;
import io.lorikeet.protocol.id.NetId;
import java.time.Duration;

/**
 * See {@code lorikeet.network-server} in reference.conf.
 *
 * @param netId of this network
 * @param devAddrs where addresses for joins are taken from
 * @param prepareBefore how long before RX1 an answer is made up, at the latest
 * @param gatewayLead how long before its start a gateway must have a downlink
 * @param silentBefore how long before its last window a gateway that says nothing counts as silent
 * @param retryAfter how long the application side may take to log a frame
 * @param snapshotEvery events between two snapshots
 */
public record NetworkServerSettings(
    NetId netId,
    DevAddrBlocks devAddrs,
    Duration prepareBefore,
    Duration gatewayLead,
    Duration silentBefore,
    Duration retryAfter,
    int snapshotEvery) {

  public static NetworkServerSettings from(Config config) {
    var server = config.getConfig("lorikeet.network-server");
    return new NetworkServerSettings(
        NetId.parse(server.getString("net-id")),
        devAddrs(server),
        server.getDuration("prepare-before"),
        server.getDuration("gateway-lead"),
        server.getDuration("silent-before"),
        server.getDuration("retry-after"),
        server.getInt("snapshot-every"));
  }

  private static DevAddrBlocks devAddrs(Config server) {
    if (server.hasPath("dev-addr-prefix")) {
      throw new IllegalArgumentException(
          "lorikeet.network-server.dev-addr-prefix is a list now: dev-addr-prefixes");
    }
    return DevAddrBlocks.parse(server.getStringList("dev-addr-prefixes"));
  }
}
